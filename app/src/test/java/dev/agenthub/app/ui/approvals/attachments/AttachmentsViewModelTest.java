package dev.agenthub.app.ui.approvals.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.decide.ApproveGate.State;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.pane.RequestContent;
import dev.agenthub.app.ui.approvals.pane.RequestViewModel;
import dev.agenthub.app.ui.approvals.reading.ExactText;
import dev.agenthub.app.ui.approvals.reading.Warning;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.PayloadFile;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that go out with a request: no decision but Deny before each is the one that the payload names. */
final class AttachmentsViewModelTest {
    private static final byte[] REPORT = "order;price\nNW-20377;480.00\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LETTER = "The tent came back with a torn zip.\n".getBytes(StandardCharsets.UTF_8);

    private final ImmediateTasks tasks = new ImmediateTasks();
    private final ShownWhole shownWhole = new ShownWhole();
    private TestBackend backend;
    private BackendClient client;
    private TestRequest request;
    private RequestViewModel model;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        Session ada = People.signIn(backend, client, "Ada Lind");
        request = request().withFile("report.csv", "text/csv", REPORT).withFile("letter.txt", "text/plain", LETTER);
        rendered(request);
        model = new RequestViewModel(ada, tasks, new RequestDecisions(ada, InstantSource.system()), shownWhole,
                new Drafts());
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    private TestRequest request() {
        TestRequest made = new TestRequest();
        backend.requests.add(made);
        return made;
    }

    private static void rendered(TestRequest made) {
        made.with(TestBackend.ORG, JsonObject.builder().put("customer", "cus_9").build(), "https://example.com/r");
    }

    private AttachmentItem item(int position) {
        return model.attachments().items().get().get(position);
    }

    private void read(int position) {
        model.attachments().show(item(position));
        model.attachments().unreadIs(0);
    }

    private State gate() {
        tasks.elapse();
        return model.gate().state().get();
    }

    private OpenRequest shown() {
        return ((RequestContent.Open) model.content().get()).request();
    }

    @Test
    void armsOnceThePayloadAndEveryFileWereOnScreenWhole() {
        model.open(request.id);
        model.unreadIs(0);
        assertThat(gate()).isEqualTo(State.UNREAD);
        assertThat(model.unseenFiles().get()).isEqualTo(2);

        read(0);
        model.attachments().show(item(1));
        model.attachments().unreadIs(3);
        assertThat(gate()).isEqualTo(State.UNREAD);
        assertThat(shownWhole.has(shown())).isFalse();

        model.attachments().unreadIs(0);
        assertThat(gate()).isEqualTo(State.ARMED);
        assertThat(shownWhole.has(request.id, request.claimedHash)).isTrue();
        model.approve();
        assertThat(backend.decisions).hasSize(1);
    }

    @Test
    void asksForNothingAgainThatWasOnScreenWhole() {
        model.open(request.id);
        model.unreadIs(0);
        read(0);
        read(1);
        model.attachments().show(item(0));
        model.attachments().unreadIs(3);
        assertThat(gate()).isEqualTo(State.ARMED);
        assertThat(model.unseenFiles().get()).isZero();
    }

    @Test
    void armsForAReaderWhoSaysWhichFilesTheyDoWithoutOnceAllAreVerified() {
        model.open(request.id);
        model.withoutRest().set(true);
        assertThat(gate()).isEqualTo(State.ARMED);
        assertThat(shownWhole.has(shown())).isFalse();
    }

    @Test
    void keepsApproveLockedWhileAFileIsStillOnItsWay() {
        model.open(request.id);
        model.withoutRest().set(true);
        assertThat(gate()).isEqualTo(State.ARMED);
        tasks.hold();
        model.attachments().open(shown());
        assertThat(gate()).isEqualTo(State.UNVERIFIED);
        tasks.release();
        assertThat(gate()).isEqualTo(State.ARMED);
    }

    @Test
    void keepsApproveLockedUntilAFileThatDidNotComeIsFetchedAgain() {
        byte[] letter = request.files.removeLast();
        model.open(request.id);
        model.unreadIs(0);
        model.withoutRest().set(true);
        assertThat(gate()).isEqualTo(State.UNVERIFIED);
        assertThat(item(1).state().get()).isInstanceOfSatisfying(AttachmentItem.State.Missing.class,
                missing -> assertThat(missing.failure().code()).isEqualTo("NOT_FOUND"));
        model.attachments().show(item(1));
        assertThat(model.attachments().shown().get()).as("nothing to show").isNull();
        model.approve();
        assertThat(backend.decisions).isEmpty();

        request.files.add(letter);
        model.attachments().fetchAgain(item(1));
        assertThat(gate()).isEqualTo(State.ARMED);
    }

    @Test
    void deniesWhateverIsOfTheFiles() {
        request.files.clear();
        model.open(request.id);
        model.deny();
        assertThat(backend.decisions).singleElement().matches(decision -> decision.decision().word().equals("deny"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "shorter", "longer", "swapped", "empty"})
    void showsNothingAndDecidesNothingWhereAFileDiffers(String how) {
        request.files.set(1, switch (how) {
            case "changed" -> {
                byte[] other = LETTER.clone();
                other[5] ^= 1;
                yield other;
            }
            case "shorter" -> Arrays.copyOf(LETTER, LETTER.length - 1);
            case "longer" -> Arrays.copyOf(LETTER, LETTER.length + 1);
            case "swapped" -> REPORT;
            default -> new byte[0];
        });
        if (how.equals("swapped")) {
            request.files.set(0, LETTER);
        }
        model.open(request.id);

        assertThat(model.content().get()).isInstanceOfSatisfying(RequestContent.Refused.class,
                refused -> assertThat(refused.failure().code()).isEqualTo(PayloadFile.DIFFERS));
        assertThat(model.attachments().items().get()).isEmpty();
        model.approve();
        model.deny();
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void takesNoFileOfAnotherSizeThanThePayloadSaysWhateverItsHash() {
        PayloadFile named = new PayloadFile(0, "letter.txt", "text/plain", Hash.sha256(LETTER), LETTER.length + 1);
        assertThatThrownBy(() -> named.require(LETTER)).isInstanceOfSatisfying(CodedException.class,
                differs -> assertThat(differs.code()).isEqualTo(PayloadFile.DIFFERS));
    }

    @Test
    void takesTheFilesFromThePayloadAndNoneBesideIt() {
        TestRequest without = request();
        rendered(without);
        without.files.add(REPORT);
        model.open(without.id);
        model.unreadIs(0);
        assertThat(model.attachments().items().get()).isEmpty();
        assertThat(gate()).isEqualTo(State.ARMED);
    }

    @Test
    void refusesAPayloadThatNamesAFileTwice() {
        TestRequest twice = request().withFile("a", "a/b", REPORT).withFile("a", "a/b", LETTER);
        rendered(twice);
        model.open(twice.id);
        assertThat(model.content().get()).isInstanceOfSatisfying(RequestContent.Refused.class,
                refused -> assertThat(refused.failure().code()).isEqualTo(ExactPayload.DIFFERS));
    }

    @Test
    void needNotShowAgainWhatItShowedWholeBeforeButFetchesAndChecksItAgain() {
        model.open(request.id);
        model.unreadIs(0);
        read(0);
        read(1);
        model.close();
        byte[] letter = request.files.removeLast();
        model.open(request.id);
        assertThat(gate()).isEqualTo(State.UNVERIFIED);
        request.files.add(letter);
        model.attachments().fetchAgain(item(1));
        assertThat(gate()).isEqualTo(State.ARMED);
        assertThat(model.unseenFiles().get()).isZero();

        request.files.set(1, REPORT);
        model.openAgain();
        assertThat(shownWhole.has(request.id, request.claimedHash)).as("of a backend that lied").isFalse();
    }

    @Test
    void dropsAFileOfARequestThatIsNoLongerOnShow() {
        TestRequest other = request().withFile("other.txt", "text/plain", LETTER);
        rendered(other);
        model.open(request.id);
        tasks.hold();
        model.attachments().open(shown());
        request.files.set(1, REPORT);
        model.attachments().clear();
        tasks.release();
        assertThat(model.content().get()).isInstanceOf(RequestContent.Open.class);
        model.open(other.id);
        assertThat(model.attachments().items().get()).hasSize(1).allMatch(AttachmentItem::verified);
    }

    @Test
    void marksWhatATextFileHides() {
        FileContent content = FileContent.of("ok\npay\u202E 1\nB\u0430nk\n".getBytes(StandardCharsets.UTF_8));

        assertThat(content).isInstanceOfSatisfying(FileContent.Text.class, text -> {
            assertThat(text.warnings()).extracting(Warning::place).containsExactly("line 2", "line 3");
            assertThat(new ExactText(text.text(), 80).pieces(1)).anyMatch(
                    piece -> piece.kind() == ExactText.Kind.MARK && piece.text().equals("‹U+202E›"));
        });
    }

    @Test
    void showsTheFirstBytesOfWhatIsNoText() {
        byte[] bytes = new byte[1000];
        bytes[0] = (byte) 0xFF;
        bytes[9] = 'A';
        assertThat(FileContent.of(bytes)).isInstanceOfSatisfying(FileContent.Opaque.class,
                opaque -> assertThat(opaque.rows().lines()).hasSize(16)
                        .startsWith("00000000  ff 00 00 00 00 00 00 00  ········",
                                "00000008  00 41 00 00 00 00 00 00  ·A······")
                        .last().asString().startsWith("00000078  "));
    }

    @Test
    void savesTheVerifiedBytesForThisPersonAlone() throws IOException {
        model.open(request.id);
        Path target = folder.resolve("letter.txt");
        model.attachments().save(item(1), target);
        assertThat(Files.readAllBytes(target)).isEqualTo(LETTER);
        assertThat(model.attachments().saved().get()).contains("letter.txt");
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target))).isEqualTo("rw-------");
        }
        model.attachments().save(item(1), folder.resolve("none").resolve("letter.txt"));
        assertThat(model.attachments().failure().get()).contains(AttachmentsViewModel.NOT_SAVED);
        assertThat(model.attachments().saved().get()).isEmpty();
    }
}
