package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.Keyboard;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.Window;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.statement.Decision;
import java.nio.file.Path;
import java.util.Collections;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decision that the policy takes from a recent sign-in only. */
final class StepUpTest {
    private static final String PASSPHRASE = "four words of ada";

    private TestBackend backend;
    private BackendClient client;
    private Session ada;
    private InboxWindow inbox;
    private Window window;
    private Keyboard keyboard;
    private TestRequest request;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        KeyFiles keys = QuickKeys.in(folder);
        ada = Enrolment.enrol(keys, client, "Ada Lind", PASSPHRASE.toCharArray(),
                InvitationCode.parse(TestBackend.INVITATION).orElseThrow());
        request = new TestRequest().with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(),
                "https://example.com/refunds");
        request.refuses = ErrorCode.STEP_UP_REQUIRED;
        backend.requests.add(request);
        // A sign-in of just now is what the backend asked for.
        backend.whenSigningIn = () -> request.refuses = null;
        inbox = new InboxWindow(ada, folder);
        window = inbox.window();
        keyboard = new Keyboard(window);
        inbox.showRequest(request.id);
        window.readPayload();
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
    }

    @AfterEach
    void close() throws Exception {
        inbox.close(client, backend);
    }

    @Test
    void asksForThePassphraseInPlaceAndSendsTheSameDecision() {
        window.type("request-reason", "Photos checked");
        window.click("request-approve");
        awaitAsked();
        window.picture("70-step-up");
        assertThat(backend.decisions).isEmpty();
        assertThat(window.node("request-approve").isDisabled()).isTrue();
        assertThat(window.node("request-deny").isDisabled()).isTrue();

        window.type("request-step-up-passphrase", PASSPHRASE);
        window.click("request-step-up-submit");

        window.await("the decision", () -> backend.decisions.size() == 1);
        assertThat(backend.decisions.getFirst().decision()).isEqualTo(Decision.APPROVE);
        assertThat(backend.decisions.getFirst().reason()).isEqualTo("Photos checked");
        assertThat(backend.decisions.getFirst().display()).isNotNull();
        window.await("the question to go", () -> !window.shows("request-step-up"));
        assertThat(Collections.frequency(backend.asked, "/v1/sessions")).isEqualTo(2);
        assertThat(backend.asked).contains("/v1/sessions/current");
    }

    @Test
    void asksAgainAfterAWrongPassphraseByNothingButKeys() {
        keyboard.tabToAndPress("request-approve");
        keyboard.awaitAt("request-step-up-passphrase");
        keyboard.write("something else");
        keyboard.press(KeyCode.ENTER);
        window.awaitText("request-step-up-failure", KeyEncryption.PASSPHRASE_WRONG);
        keyboard.awaitAt("request-step-up-passphrase");
        assertThat(window.typed("request-step-up-passphrase")).isEmpty();
        assertThat(backend.decisions).isEmpty();
        window.picture("71-step-up-wrong");

        keyboard.write(PASSPHRASE);
        assertThat(keyboard.walk("step-up", "request-step-up-leave", "request-step-up-submit")).isEmpty();
        keyboard.tabToAndPress("request-step-up-submit");
        window.await("the decision", () -> backend.decisions.size() == 1);
    }

    @Test
    void keepsWhatWasReadAndWrittenWhereNothingIsSent() {
        window.type("request-reason", "Photos checked");
        window.click("request-approve");
        awaitAsked();
        window.click("request-step-up-leave");
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        assertThat(window.typed("request-reason")).isEqualTo("Photos checked");
        assertThat(window.shows("request-step-up")).isFalse();
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void asksOnceForAllThatIsDecidedTogether() {
        TestRequest other = another();
        other.refuses = ErrorCode.STEP_UP_REQUIRED;
        backend.whenSigningIn = () -> {
            request.refuses = null;
            other.refuses = null;
        };
        denyBoth(other);
        keyboard.awaitAt("batch-step-up-passphrase");
        window.picture("72-batch-step-up");
        assertThat(window.text("batch-lead")).isEqualTo("0 of 2 sent; the rest waits for your passphrase.");
        assertThat(window.shows("batch-stop")).isFalse();
        assertThat(backend.decisions).isEmpty();

        keyboard.write("something else");
        keyboard.press(KeyCode.ENTER);
        window.awaitText("batch-step-up-failure", KeyEncryption.PASSPHRASE_WRONG);
        keyboard.awaitAt("batch-step-up-passphrase");
        keyboard.write(PASSPHRASE);
        keyboard.press(KeyCode.ENTER);
        window.awaitText("batch-lead", "2 of 2 denied.");
        keyboard.awaitAt("batch-done");
        assertThat(backend.decisions).hasSize(2);
        assertThat(Collections.frequency(backend.asked, "/v1/sessions")).isEqualTo(2);
    }

    @Test
    void sendsNothingMoreOfABatchThatIsLeft() {
        TestRequest other = another();
        denyBoth(other);
        awaitFocused("batch-step-up-passphrase");
        window.click("batch-step-up-leave");
        window.awaitText("batch-end", "STEP_UP_REQUIRED");
        assertThat(backend.decisions).hasSizeLessThan(2);
    }

    private TestRequest another() {
        TestRequest other = new TestRequest().with(TestBackend.ORG, JsonObject.builder().put("note", "other").build(),
                "https://example.com/refunds");
        backend.requests.add(other);
        backend.publish(ServerEvent.created(other.id, RequestState.PENDING));
        window.awaitShown("request-select-" + other.id);
        return other;
    }

    private void denyBoth(TestRequest other) {
        window.click("request-select-" + request.id);
        window.click("request-select-" + other.id);
        window.awaitText("inbox-selected-count", "2 selected");
        window.click("inbox-decide");
        window.awaitShown("batch-deny");
        window.click("batch-deny");
        window.await("the confirmation to be armed", () -> !window.node("batch-confirm").isDisabled());
        window.click("batch-confirm");
    }

    private void awaitFocused(String id) {
        window.await("the focus in " + id, () -> window.onWindow(() -> window.node(id).isFocused()));
    }

    private void awaitAsked() {
        // Whoever is asked can type at once.
        awaitFocused("request-step-up-passphrase");
        window.frame();
    }
}
