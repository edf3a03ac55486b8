package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Alert;
import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.OverrideAlert;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.Vote;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.testing.WindowSize;
import dev.agenthub.app.ui.approvals.reading.ExactRow;
import dev.agenthub.app.ui.approvals.reading.ExactTextView;
import dev.agenthub.app.ui.approvals.reading.Reveal;
import dev.agenthub.app.ui.approvals.reading.VisibleTimes;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.db.Thorough;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Bidi;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a request holds, and whatever alert stands above it: what decides about it stays wholly in the window. */
final class RequestLayoutTest {
    private static final String LETTERS = "m".repeat(3000);
    private static final String WORDS = "Refund of the order, as agreed. ".repeat(100);
    private static final String TURNED = "Refund 480 שלום 100 EUR 7 عربي ٣ to 9. ".repeat(60);
    private static final String STACKED = ("Refund e" + "\u0301\u0302\u0303".repeat(40) + " EUR ").repeat(20);
    /** Letters of scripts that keep their accents, each beside a mark. */
    private static final String SCRIPTS = "Refund \u0E01\u0E35\u0E49\u200B\u0639\u064B\u202E".repeat(250);
    private static final String HIDDEN = "Refund \u202E" + "\u200B".repeat(3000);

    private final TestRequest request = new TestRequest();
    private ApprovalsWindow approvals;
    private Window window;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        approvals = new ApprovalsWindow(folder);
        window = approvals.window();
        TestBackend backend = approvals.backend();
        backend.requests.add(request);
        request.with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(), "https://example.com/refunds");
        backend.alerts.add(new Alert(UUID.randomUUID(), Instant.now(),
                new OverrideAlert(request.id, WORDS, RequestState.APPROVED, request.agent, "Support agent",
                        UUID.randomUUID(), LETTERS, WORDS),
                null, null, List.of()));
        backend.publish(ServerEvent.overridden(request.id, RequestState.APPROVED));
        window.awaitShown("alert");
    }

    @AfterEach
    void close() {
        approvals.close();
    }

    private void show() {
        approvals.show(request.id);
    }

    /** All that somebody else may fill, as full as it gets. */
    private void fill() {
        for (int i = 0; i < 20; i++) {
            request.withFile("file " + i + " " + "name".repeat(30), "text/plain",
                    ("content " + i).getBytes(StandardCharsets.UTF_8));
        }
        request.says = WORDS;
        request.cancellable = true;
        request.terms = new ApprovalTerms(true, true, 600, List.of(), List.of(), null,
                IntStream.range(0, 8).mapToObj(i -> "Rule " + i + " " + "of a long name ".repeat(20)).toList(),
                List.of(LETTERS), null, null);
        for (int i = 0; i < 40; i++) {
            request.votes.add(new Vote(UUID.randomUUID(), "Voter " + i, List.of(), "approve", "0123456789abcdef",
                    i == 7 ? WORDS : "Seen",
                    Instant.now(),
                    "e30=", "A".repeat(86) + "==", SignatureAlgorithm.ED25519, "A".repeat(43) + "="));
        }
        request.with(TestBackend.ORG, JsonObject.builder().put("lines", JsonArray.ofStrings(IntStream.range(0, 30)
                .mapToObj(i -> "line \u202E " + i + " аpple.com").toList())).build(),
                "https://" + "host".repeat(40) + ".example.com/" + "path".repeat(60));
    }

    private void assertPinned() {
        WindowSize.reading().forEach(size -> approvals.assertPinnedAt(size.width(), size.height()));
    }

    private void assertPinnedInTheSmallest() {
        approvals.assertPinnedAt(WindowSize.SMALLEST.width(), WindowSize.SMALLEST.height());
    }

    @Test
    void keepsWhatDecidesInTheWindowWhateverOthersFillIn() {
        fill();
        List<String> titles = Thorough.ON
                ? List.of(LETTERS, WORDS, TURNED, STACKED, HIDDEN, SCRIPTS)
                : List.of(LETTERS, STACKED, SCRIPTS);
        for (String title : titles) {
            request.title = title;
            show();
            if (Thorough.ON || title.equals(LETTERS)) {
                assertPinned();
            } else {
                assertPinnedInTheSmallest();
            }
            assertThat(hasDots()).as(title).isTrue();
            window.onWindow(() -> {
                ((ToggleButton) window.node("request-title-more")).fire();
                return true;
            });
            window.await("the whole title to show", () -> window.shows("request-whole-title"));
            if (Thorough.ON) {
                assertPinned();
            } else {
                assertPinnedInTheSmallest();
            }
            window.resize(1100, 700);
            window.picture("70-filled-" + titles.indexOf(title) + "-1100x700");
            request.title = "Another";
            approvals.showNone();
        }
        window.onWindow(() -> {
            Theme.DARK.use();
            return true;
        });
        request.title = TURNED;
        show();
        window.frame();
        window.picture("71-filled-dark-1100x700");
    }

    static IntStream percents() {
        return Thorough.ON ? IntStream.of(80, 100, 125, 150, 200) : IntStream.of(200);
    }

    @ParameterizedTest
    @MethodSource("percents")
    void keepsWhatDecidesInTheWindowInWordsOfEverySize(int percent) {
        fill();
        request.title = TURNED;
        show();
        setWords(percent);
        assertReadable("73-words-" + percent);
        acknowledge();
        assertReadable("73-words-" + percent + "-no-alert");
    }

    private void setWords(int percent) {
        window.onWindow(() -> {
            window.textSize().set(percent);
            return true;
        });
    }

    private void acknowledge() {
        approvals.backend().alerts.clear();
        approvals.backend().publish(ServerEvent.acknowledged(request.id, RequestState.APPROVED));
        window.await("the alert to go", () -> !window.shows("alert"));
    }

    /** At each size four rows of bytes at least can be on screen together, and what decides stays there too. */
    private void assertReadable(String picture) {
        for (WindowSize size : WindowSize.reading()) {
            approvals.assertPinnedAt(size.width(), size.height());
            window.picture(picture + "-" + size);
            assertTargetInItsCells(size);
            window.onWindow(() -> {
                Reveal.inItsPane(window.node("request-payload"));
                return true;
            });
            window.frame();
            window.onWindow(() -> {
                assertThat(window.node("request-payload").lookupAll(".exact-row").stream().map(ExactRow.class::cast)
                        .filter(row -> row.columns() > 0 && row.columnsOnScreen().cardinality() == row.columns()))
                        .as("rows on screen at %s", size).hasSizeGreaterThanOrEqualTo(4);
                ((ScrollPane) window.node("request-middle")).setVvalue(0);
                return true;
            });
        }
    }

    /** What will be executed: each part ends where the next one begins, or the row. */
    private void assertTargetInItsCells(WindowSize size) {
        window.onWindow(() -> {
            for (Node row : window.node("request-target").lookupAll(".exact-row")) {
                ExactRow cells = (ExactRow) row;
                List<Text> parts = row.lookupAll(".mono").stream().map(Text.class::cast)
                        .sorted(Comparator.comparing(Text::getX)).toList();
                assertThat(parts).isNotEmpty();
                for (int i = 0; i < parts.size(); i++) {
                    double next = i + 1 < parts.size()
                            ? parts.get(i + 1).getX()
                            : cells.cell(cells.columns() - 1).getMaxX();
                    assertThat(parts.get(i).getLayoutBounds().getMaxX()).as("%s at %s", parts.get(i).getText(), size)
                            .isLessThan(next + 0.5);
                }
            }
            return true;
        });
    }

    private void showLong() {
        request.with(TestBackend.ORG, JsonObject.builder().put("lines", JsonArray.ofStrings(IntStream.range(0, 12)
                .mapToObj(i -> "line " + i + " of what will run").toList())).build(), "https://example.com/refunds");
        window.resize(900, 600);
        setWords(200);
        show();
        window.frame();
        assertThat(window.shows("alert")).isTrue();
        assertThat(unread()).as("characters that are not on screen").isGreaterThan(100);
    }

    private int unread() {
        return window.onWindow(() -> ((ExactTextView) window.node("request-payload")).unread().get());
    }

    @Test
    void readsAllOfItByTheWheelInTheSmallestWindowAndTheLargestWords() {
        showLong();
        window.onWindow(() -> {
            window.node("request-deny").requestFocus();
            return true;
        });
        window.pointAt("request-middle");
        window.await("all of it to have been on screen", () -> {
            int before = unread();
            window.wheel();
            visible(before);
            return unread() == 0;
        });
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        window.picture("75-read-by-the-wheel");
    }

    @Test
    void readsAllOfItByPageDownInTheSmallestWindowAndTheLargestWords() {
        showLong();
        window.onWindow(() -> {
            ((ExactTextView) window.node("request-payload")).list().requestFocus();
            return true;
        });
        window.await("all of it to have been on screen", () -> {
            int before = unread();
            window.press(KeyCode.PAGE_DOWN);
            visible(before);
            return unread() == 0;
        });
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        window.picture("76-read-by-page-down");
    }

    /** As long as a reader looks: until what came on screen counts, and no longer than twice of what it needs. */
    private void visible(int before) {
        for (long start = System.nanoTime(); unread() == before
                && System.nanoTime() - start < 2 * VisibleTimes.LONG_ENOUGH.toNanos();) {
            window.frame();
        }
    }

    @Test
    void theInboxFoldsAwayWhereThereIsLittleRoom() {
        window.resize(1000, 700);
        window.await("the list alone", () -> window.shows("inbox-list") && !window.shows("inbox-back"));
        window.picture("74-folded-list-1000x700");
        window.click("request-row-" + request.id);
        window.awaitShown("request-same-here");
        assertThat(window.shows("inbox-list")).isFalse();
        window.picture("74-folded-request-1000x700");
        window.click("inbox-back");
        window.await("the list again", () -> window.shows("inbox-list") && !window.shows("request-same-here"));
        window.await("the keyboard in the list", () -> window.onWindow(() -> window.node("inbox-list").isFocused()));
        window.press(KeyCode.ENTER);
        window.await("the request again", () -> window.shows("request-same-here") && !window.shows("inbox-list"));
        window.resize(1280, 800);
        window.await("both", () -> window.shows("inbox-list") && window.shows("request-same-here"));
    }

    @Test
    void putsWhatBelongsToARequestRightBelowItsBytes() {
        show();
        window.resize(2560, 990);
        double below = window.onWindow(() -> {
            Node bytes = window.node("request-payload");
            Node next = window.node("request-requirement");
            return next.localToScene(0, 0).getY() - bytes.localToScene(0, bytes.getLayoutBounds().getHeight()).getY();
        });
        assertThat(below).isBetween(1.0, 150.0);
        assertPinned();
    }

    @Test
    void aWindowThatBecomesNarrowKeepsTheRequestThatIsRead() {
        window.resize(1000, 700);
        window.click("request-row-" + request.id);
        window.awaitShown("request-same-here");
        window.click("inbox-back");
        window.await("the list alone", () -> window.shows("inbox-list") && !window.shows("request-same-here"));
        window.resize(1280, 800);
        window.await("both", () -> window.shows("inbox-list") && window.shows("request-same-here"));
        window.resize(1000, 700);
        window.await("the request alone", () -> window.shows("request-same-here") && !window.shows("inbox-list"));
        window.await("the keyboard there", () -> window.onWindow(() -> window.node("inbox-back").isFocused()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Refund 480 שלום 100 EUR", "Refund ١٢ ٣ שלום, שלום 5"})
    void keepsTheWordsOfATitleInTheOrderOfItsLetters(String title) {
        request.title = title;
        show();
        String shown = window.text("request-title");
        assertThat(shown.replace("\u200E", "")).isEqualTo(title);
        Bidi order = new Bidi(shown, Bidi.DIRECTION_LEFT_TO_RIGHT);
        byte[] levels = new byte[order.getRunCount()];
        Integer[] runs = new Integer[levels.length];
        for (int i = 0; i < runs.length; i++) {
            levels[i] = (byte) order.getRunLevel(i);
            runs[i] = i;
        }
        Bidi.reorderVisually(levels, 0, runs, 0, runs.length);
        assertThat(List.of(runs)).as("runs from left to right").isEqualTo(
                IntStream.range(0, runs.length).boxed().collect(Collectors.toList()));
        window.picture("72-order-" + title.length());
    }

    private boolean hasDots() {
        return window.onWindow(() -> window.node("request-title-lines").lookup(".dots").isVisible());
    }

    @Test
    void endsATitleInDotsOnlyWhereThereIsMore() {
        for (String title : List.of("Refund of the order",
                "Ticket (high): Tent NW-20377 arrived with a torn zip, and the outer bag too")) {
            request.title = title;
            window.resize(1100, 700);
            show();
            window.frame();
            assertThat(hasDots()).as(title).isFalse();
            approvals.showNone();
        }
    }

    @Test
    void locksApproveWhileSomeOfItIsOutsideTheWindow() {
        WindowSize large = WindowSize.reading().getLast();
        window.resize(large.width(), large.height());
        show();
        window.readPayload();
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        window.resize(300, 800);
        window.awaitText("request-armed", "the buttons");
        assertThat(window.node("request-approve").isDisabled()).isTrue();
        window.resize(large.width(), large.height());
        window.await("Approve to be armed again", () -> !window.node("request-approve").isDisabled());
    }
}
