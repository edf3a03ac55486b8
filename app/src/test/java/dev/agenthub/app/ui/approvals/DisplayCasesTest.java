package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.testing.Pictures;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.testing.WindowSize;
import dev.agenthub.app.ui.approvals.decide.ApproveGateTest;
import dev.agenthub.app.ui.approvals.inbox.InboxFloodTest;
import dev.agenthub.app.ui.approvals.reading.ExactTextViewTest;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.db.Thorough;
import dev.agenthub.evidence.canonical.JsonObject;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javafx.scene.image.WritableImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way to deceive a reader by what a request holds, in the real main window, in one theme after the
 * other and in windows from the smallest to the largest. Leaves a picture of each in {@code target/display}.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class DisplayCasesTest {
    /** What is held by another test, as a whole. */
    private static final Map<Class<?>, List<String>> ELSEWHERE = Map.of(
            RequestWindowTest.class,
            List.of("keepsApproveLockedUntilTheWholePayloadWasOnScreen",
                    "unlocksApproveForAReaderWhoConfirmsANamedRemainder",
                    "signsThatAllWasOnScreenWithTheTextAsItWasDrawn", "neverApprovesByTheEnterKey"),
            ApproveGateTest.class, List.of("armsOnlyAfterAMoment", "armsAgainWhenTheFocusReturns"),
            ExactTextViewTest.class,
            List.of("countsNoCellBeyondTheEdgeOfTheWindow", "countsNoCellUnderSomethingElse",
                    "countsNothingThatWasScrolledPast", "countsWhatAPictureOfTheWindowShows"),
            RequestLayoutTest.class,
            List.of("keepsWhatDecidesInTheWindowWhateverOthersFillIn",
                    "keepsTheWordsOfATitleInTheOrderOfItsLetters", "locksApproveWhileSomeOfItIsOutsideTheWindow"),
            InboxFloodTest.class,
            List.of("makesAFloodOfOneAgentAFewRowsAndALine", "hidesNothingRiskierInALine"));

    private ApprovalsWindow approvals;
    private Window window;
    private final List<CompletableFuture<Void>> writing = new ArrayList<>();
    private Theme theme = Theme.LIGHT;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        approvals = new ApprovalsWindow(folder);
        window = approvals.window();
    }

    @AfterAll
    void close() {
        approvals.close();
        writing.forEach(TestTimeout::answer);
    }

    @AfterEach
    void forget() {
        approvals.backend().requests.clear();
        approvals.backend().decisions.clear();
        approvals.showNone();
    }

    private TestRequest request() {
        TestRequest request = new TestRequest().with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(),
                "https://example.com/refunds");
        approvals.backend().requests.add(request);
        return request;
    }

    @ParameterizedTest
    @EnumSource
    void showsWhatARequestHolds(DisplayCase shown) {
        TestRequest request = request();
        shown.fill(request, approvals.backend());
        WindowSize largest = WindowSize.all().getLast();
        window.resize(largest.width(), largest.height());
        // Where no tooltip comes between what is shown and who looks.
        window.pointAt("rail-member");
        approvals.show(request.id);
        window.frame();
        shown.check(new RequestOnScreen(window));
        photograph(shown.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        shown.clear(request, approvals.backend());
    }

    /** What decides is in every one of them, and nothing that does ends in dots. */
    private void photograph(String name) {
        if (Thorough.ON) {
            photographIn(theme, name);
        }
        // The next one begins with this: changing the theme takes longer than a picture.
        theme = theme == Theme.LIGHT ? Theme.DARK : Theme.LIGHT;
        window.onWindow(() -> {
            theme.use();
            return true;
        });
        photographIn(theme, name);
    }

    private void photographIn(Theme now, String name) {
        for (WindowSize size : WindowSize.all()) {
            approvals.assertPinnedAt(size.width(), size.height());
            new RequestOnScreen(window).assertNothingEndsInDots();
            WritableImage picture = window.onWindow(() -> window.stage().getScene().snapshot(null));
            Path file = Pictures.display(name + "-" + now.name().toLowerCase(Locale.ROOT) + "-" + size);
            writing.add(CompletableFuture.runAsync(() -> Pictures.write(picture, file)));
        }
    }

    /** A newer request comes where the pointer is just before the button is pressed: the decision is about what was on screen. */
    @Test
    void decidesWhatWasOnScreenWhereTheListMovedUnderThePointer() {
        TestRequest shown = request();
        approvals.backend().publish(ServerEvent.changed(shown.id, RequestState.PENDING));
        window.resize(1280, 800);
        window.awaitShown("request-row-" + shown.id);
        window.await("the request to be on show", () -> {
            window.click("request-row-" + shown.id);
            return window.shows("request-same-here");
        });
        window.readPayload();
        TestRequest newer = new TestRequest().with(TestBackend.ORG, JsonObject.builder().put("note", "newer").build(),
                "https://example.com/refunds");
        approvals.backend().requests.addFirst(newer);
        approvals.backend().publish(ServerEvent.changed(newer.id, RequestState.PENDING));
        window.awaitShown("request-row-" + newer.id);
        photograph("the-list-moved");
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        window.click("request-approve");
        window.await("the decision to arrive", () -> !approvals.backend().decisions.isEmpty());
        assertThat(approvals.backend().decisions).extracting(one -> one.payloadHash().hex())
                .isEqualTo(List.of(shown.claimedHash));
        window.click("decided-dismiss");
    }

    @Test
    void leavesToOthersOnlyWhatTheyTest() {
        ELSEWHERE.forEach((other, tests) -> assertThat(Stream.of(other.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class)
                        || method.isAnnotationPresent(ParameterizedTest.class))
                .map(Method::getName)).as(other.getSimpleName()).containsAll(tests));
    }
}
