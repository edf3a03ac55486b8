package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.agenthub.api.NumberHistory;
import dev.agenthub.api.PayloadFetch;
import dev.agenthub.api.RequestDay;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RunOutcome;
import dev.agenthub.api.RunResult;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.reading.OnScreen;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.evidence.canonical.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** What an agent did before, beside a request in the window. */
final class RequestHistoryTest extends InboxTest {
    private final FxRobot robot = new FxRobot();
    private final TestRequest request = new TestRequest();

    RequestHistoryTest() {
        backend.requests.add(request);
        request.with(TestBackend.ORG, JsonObject.builder().put("amount", "480.00").put("currency", "EUR")
                .put("customer", "cus_9fKq2").build(), "https://api.example.com/refunds");
        Random random = new Random(16);
        List<String> amounts = IntStream.range(0, 42)
                .mapToObj(_ -> (5 + random.nextInt(60) + random.nextInt(60)) + ".00").toList();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        List<RequestDay> days = IntStream.range(0, 29).filter(ago -> ago % 4 != 0)
                .mapToObj(ago -> new RequestDay(today.minusDays(28 - ago), 1 + random.nextInt(12))).toList();
        request.history = new RequestHistory(42, UUID.randomUUID(), 42, 2, null, true, List.of("customer"),
                List.of(new NumberHistory("amount", amounts)), days,
                List.of(new PayloadFetch(UUID.randomUUID(), "Bea Osei", request.createdAt.plusSeconds(40))));
    }

    @BeforeEach
    void showRequest() {
        inbox.showRequest(request.id);
        window.awaitShown("request-same-here");
    }

    private List<String> words(String id) {
        return window.onWindow(() -> robot.from(window.node(id)).lookup((Label label) -> true)
                .queryAllAs(Label.class).stream().map(Labeled::getText).toList());
    }

    private List<String> findings() {
        return window.onWindow(() -> robot.from(window.node("request-findings")).lookup(".linked-text")
                .queryAllAs(Text.class).stream().map(Text::getText).toList());
    }

    @Test
    void leadsFromAFindingToItsBytesAndMarksThem() {
        window.awaitShown("request-findings");
        List<Hyperlink> links = window.onWindow(() -> List.copyOf(robot.from(window.node("request-findings"))
                .lookup(".hyperlink").queryAllAs(Hyperlink.class)));
        assertThat(links).extracting(Hyperlink::getText).containsExactly("arguments.amount", "tool.digest",
                "Show what changed",
                "call.http.url", "arguments.customer");
        assertThat(links.getFirst().getAccessibleText()).contains("480.00 EUR is ").endsWith("show where it stands");
        window.click("view-tree");
        window.onWindow(() -> {
            links.get(1).fire();
            return true;
        });
        window.await("the digest in its place", () -> window.onWindow(() -> window.node("request-payload")
                .lookupAll(".exact-chosen").stream().anyMatch(node -> OnScreen.isWhole(node.getParent()))));
        window.picture("76-history-jump");
        window.onWindow(() -> {
            assertThat(window.node("request-payload").lookupAll(".exact-place")).isNotEmpty();
            return true;
        });
    }

    @Test
    void drawsWhatIsUnusualAndWhatHappened() {
        window.awaitShown("request-findings");
        assertThat(findings()).hasSize(4)
                .anySatisfy(finding -> assertThat(finding).contains("not as it was: only 2 of the 42"))
                .anySatisfy(finding -> assertThat(finding).contains("480.00 EUR is ").contains("× what is usual"))
                .anySatisfy(finding -> assertThat(finding).contains("never gone to api.example.com"))
                .anySatisfy(finding -> assertThat(finding).contains("“cus_9fKq2”"));
        assertThat(words("request-amounts")).contains("480.00 EUR");
        assertThat(words("request-steps")).contains("asked for by Support agent", "fetched by Bea Osei", "expires");
        window.onWindow(() -> {
            ((ScrollPane) window.node("request-middle")).setVvalue(1);
            return true;
        });
        window.frame();
        window.picture("75-history");
        window.onWindow(() -> {
            Theme.DARK.use();
            return true;
        });
        window.frame();
        window.picture("76-history-dark");
    }

    private void showAgain(RequestHistory history) {
        request.history = history;
        inbox.showRequest(UUID.randomUUID());
        window.awaitShown("request-refused");
        inbox.showRequest(request.id);
        window.awaitShown("request-same-here");
        window.awaitShown("request-findings");
    }

    private List<Region> regions(String container, String... styles) {
        return window
                .onWindow(() -> ((Region) window.node("request-middle").lookup(container)).getChildrenUnmodifiable()
                        .stream().filter(node -> node.getStyleClass().stream().anyMatch(List.of(styles)::contains))
                        .map(node -> (Region) node).toList());
    }

    private List<Double> middlesOfDots() {
        return regions(".dot-strip", "dot", "dot-now").stream().map(dot -> dot.getLayoutX() + dot.getWidth() / 2)
                .toList();
    }

    private static RequestHistory of(List<NumberHistory> numbers, List<RequestDay> days) {
        return new RequestHistory(42, UUID.randomUUID(), 42, 2, null, true, List.of("customer"), numbers, days,
                List.of());
    }

    @Test
    void drawsTheDotsOfAmountsWithoutAnyDay() {
        showAgain(of(List.of(new NumberHistory("amount", List.of("400.00", "480.00", "560.00"))), List.of()));
        window.await("the dots", () -> window.shows("request-amounts")
                && window.node("request-middle").lookup(".dot-strip") != null && middlesOfDots().size() == 4);
        assertThat(window.shows("request-days")).isFalse();
    }

    /** Thirty bars, today's at the right, the highest as high as there is room, and days without requests a line. */
    @Test
    void drawsABarForEachDayByItsRequests() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        showAgain(of(List.of(), List.of(new RequestDay(today.minusDays(30), 90), new RequestDay(today.minusDays(29), 3),
                new RequestDay(today.minusDays(1), 12), new RequestDay(today, 6))));
        window.await("the bars in their places", () -> regions(".day-bars", "day", "day-today", "day-none").size() == 30
                && regions(".day-bars", "day-today").getFirst().getHeight() > 0);
        List<Region> bars = regions(".day-bars", "day", "day-today", "day-none");

        assertThat(bars).extracting(Region::getHeight).startsWith(9.0, 2.0).endsWith(2.0, 36.0, 18.0);
        assertThat(bars).extracting(bar -> bar.getLayoutY() + bar.getHeight()).containsOnly(36.0);
        assertThat(bars).extracting(bar -> bar.getStyleClass().getLast()).startsWith("day", "day-none")
                .endsWith("day-none", "day", "day-today");
        assertThat(bars).extracting(Region::getLayoutX).isSorted().doesNotHaveDuplicates().startsWith(0.0);
        assertThat(window.onWindow(() -> window.node("request-middle").lookup(".day-bars").getAccessibleText()))
                .isEqualTo("21 requests in 30 days, at most 12 on one");
    }

    @Test
    void drawsADotForEachAmountBetweenTheLeastAndTheMost() {
        showAgain(of(List.of(new NumberHistory("amount", List.of("80.00", "880.00", "280.00"))),
                List.of(new RequestDay(LocalDate.now(ZoneOffset.UTC), 3))));
        window.await("the dots in their places", () -> window.node("request-middle").lookup(".dot-strip") != null
                && middlesOfDots().size() == 4 && middlesOfDots().get(0) < middlesOfDots().get(1));
        List<Double> middles = middlesOfDots();
        double least = middles.get(0);
        double most = middles.get(1);

        assertThat((middles.get(2) - least) / (most - least)).isCloseTo(0.25, within(0.01));
        assertThat((middles.get(3) - least) / (most - least)).as("this request's").isCloseTo(0.5, within(0.01));
        assertThat(regions(".dot-strip", "dot", "dot-now")).extracting(Region::getWidth)
                .containsExactly(8.0, 8.0, 8.0, 14.0);
        assertThat(regions(".dot-strip", "dot-value", "dot-edge")).map(label -> ((Label) label).getText())
                .containsExactly("480.00 EUR", "80.00 EUR", "880.00 EUR");
    }

    @Test
    void followsWhatHappensToTheRequest() {
        window.await("the steps", () -> words("request-steps").contains("expires"));
        request.state = RequestState.EXECUTED;
        request.run = new RunResult(UUID.randomUUID(), request.createdAt.plusSeconds(60),
                request.createdAt.plusSeconds(61), RunOutcome.EXECUTED, 200, null, null, null, null, null);
        backend.publish(ServerEvent.changed(request.id, request.state));
        window.await("the run among the steps", () -> words("request-steps").containsAll(List.of("began to run", "ran"))
                && !words("request-steps").contains("expires"));
    }

    @Test
    void aRequestCanBeReadAndDecidedWithoutItsHistory() {
        request.history = null;
        inbox.showRequest(UUID.randomUUID());
        window.awaitShown("request-refused");
        inbox.showRequest(request.id);
        window.awaitText("request-history-failure", "can’t be told");
        assertThat(window.shows("request-approve")).isTrue();
        assertThat(window.onWindow(() -> ((VBox) window.node("request-findings")).isManaged())).isFalse();
    }
}
