package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.text.HashPhrase;
import dev.agenthub.app.ui.approvals.reading.ExactRow;
import dev.agenthub.app.ui.approvals.reading.OnScreen;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

/** What helps to read a request: the line of where it goes, warnings, views of the payload, words and copies. */
final class RequestReadingTest extends InboxTest {
    private final TestRequest request;

    RequestReadingTest() {
        request = new TestRequest().with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(),
                "https://user@example.com:8443/refunds?x=1");
        backend.requests.add(request);
    }

    @Test
    void saysTheHashInWordsAndCopiesBothWhole() {
        choose();
        window.awaitShown("request-same-here");
        String phrase = HashPhrase.of(Hash.ofHex(request.claimedHash));
        assertThat(window.text("request-phrase")).isEqualTo(phrase);
        assertThat(copiedBy("request-copy-hash")).isEqualTo(request.claimedHash);
        assertThat(copiedBy("request-copy-phrase")).isEqualTo(phrase);
        assertThat(window.node("request-copy-phrase").getAccessibleText()).isEqualTo("Copied the words");
    }

    @Test
    void foldsIdentifiersAndDigestsIntoALineAndCopiesEach() {
        choose();
        window.awaitShown("request-same-here");
        assertThat(window.shows("copy-agent")).isFalse();
        window.onWindow(() -> {
            window.node("request-identifiers").requestFocus();
            return true;
        });
        window.press(KeyCode.SPACE);
        window.awaitShown("copy-agent");
        window.frame();
        window.picture("20-identifiers");
        assertThat(copiedBy("copy-agent")).isEqualTo(request.agent.toString());
        assertThat(copiedBy("copy-request")).isEqualTo(request.id.toString());
        assertThat(copiedBy("copy-policy-digest")).isEqualTo(TestRequest.POLICY_DIGEST);
    }

    /** By the keyboard, as the mouse does. */
    private String copiedBy(String id) {
        window.onWindow(() -> {
            window.node(id).requestFocus();
            return true;
        });
        window.press(KeyCode.SPACE);
        return window.onWindow(() -> Clipboard.getSystemClipboard().getString());
    }

    @Test
    void boxesTheHostAndBreaksALongOneOverRowsWithNothingLeftOut() {
        String host = "a\u202E" + "b".repeat(50) + ".c" + "d".repeat(60) + ".example";
        request.with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(),
                "https://" + host + "/" + "path/".repeat(30));
        choose();
        window.awaitShown("request-same-here");
        window.frame();
        window.picture("17-target");
        window.onWindow(() -> {
            Region target = (Region) window.node("request-target");
            String drawn = target.lookupAll(".target-host").stream().map(node -> ((Text) node).getText())
                    .collect(Collectors.joining());
            assertThat(drawn).isEqualTo("a" + host.substring(2));
            assertThat(target.lookupAll(".exact-mark")).extracting(node -> ((Text) node).getText())
                    .first().isEqualTo("‹U+202E›");
            assertThat(target.lookupAll(".target-host-box").size()).isGreaterThan(1);
            assertThat(target.lookupAll(".exact-row")).allSatisfy(row -> assertThat(OnScreen.isWhole(row)).isTrue());
            return true;
        });
    }

    @Test
    void leadsFromAWarningToItsBytesAndMarksThemThere() {
        request.with(TestBackend.ORG, JsonObject.builder().put("lines", JsonArray.ofStrings(
                IntStream.range(0, 200).mapToObj(i -> "harmless line " + i + (i == 150 ? "\u202E" : "")).toList()))
                .put("to", "p\u0430y").build(), "https://example.com/refunds");
        choose();
        window.awaitShown("request-same-here");
        window.await("the warnings", () -> links().size() == 2);
        assertThat(links()).extracting(Hyperlink::getText).containsExactly("arguments.lines[150]", "arguments.to");
        window.onWindow(() -> {
            assertThat(window.node("request-payload").lookupAll(".exact-chosen")).isEmpty();
            links().getFirst().fire();
            return true;
        });
        window.await("the bytes to be marked on screen", () -> window.onWindow(() -> window.node("request-payload")
                .lookupAll(".exact-chosen").stream().anyMatch(node -> OnScreen.isWhole(node.getParent()))));
        window.picture("18-jumped");
        window.onWindow(() -> {
            Node chosen = window.node("request-payload").lookup(".exact-chosen");
            ExactRow row = (ExactRow) chosen.getParent();
            assertThat(((Region) chosen).getWidth()).isEqualTo(row.cell(0).getWidth() * "‹U+202E›".length());
            assertThat(row.lookupAll(".exact-place")).isNotEmpty();
            links().get(1).fire();
            return true;
        });
        window.await("the word to be marked on screen", () -> window.onWindow(() -> window.node("request-payload")
                .lookupAll(".exact-chosen").stream().anyMatch(node -> ((Region) node).getWidth() < 40
                        && OnScreen.isWhole(node.getParent()))));
    }

    @Test
    void keepsWhatWasSeenThroughTheOtherViewsOfWhichNoneCounts() {
        bury();
        choose();
        window.awaitFirstRows();
        for (String view : List.of("read", "tree", "hex")) {
            window.click("view-" + view);
            window.awaitShown("request-" + view);
            String shown = window.text("request-size");
            assertThat(window.shows("request-payload")).isFalse();
            assertThat(window.text("request-view-note")).contains("Only Exact counts as shown");
            window.frame();
            window.picture("19-" + view);
            window.await("some rows of the view", () -> window.onWindow(() -> window.node("request-" + view)
                    .lookupAll(".text").size() > 5));
            assertThat(window.text("request-size")).isEqualTo(shown);
        }
        window.click("view-exact");
        assertThat(window.text("request-size")).doesNotContain(" 0% shown");
        window.readPayload();
        window.click("view-tree");
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        assertThat(copiedBy("request-copy-payload")).isEqualTo(new String(request.payload, StandardCharsets.UTF_8));
        window.click("view-tree");
        assertThat(window.shows("request-tree")).as("one view is always on show").isTrue();
    }

    /** Ten million bytes. */
    @Test
    void opensTheHexOfALargePayloadAtOnce() {
        request.with(TestBackend.ORG, JsonObject.builder().put("note", "0123456789".repeat(500_000)).build(),
                "https://example.com/refunds");
        choose();
        window.awaitShown("request-same-here");
        window.frame();
        // Of its processor: the machine may be busy with others.
        Duration taken = window.onWindow(() -> {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            ((ToggleButton) window.node("view-hex")).fire();
            window.stage().getScene().getRoot().applyCss();
            window.stage().getScene().getRoot().layout();
            assertThat(window.node("request-hex").lookupAll(".list-cell").size()).isBetween(5, 100);
            return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        });
        assertThat(taken).isLessThan(Duration.ofMillis(300));
        assertThat(window.onWindow(() -> ((ListView<?>) window.node("request-hex")).getItems().size()))
                .isEqualTo((request.payload.length + 15) / 16);
    }

    private List<Hyperlink> links() {
        return window.node("request-warnings").lookupAll(".linked-place").stream().map(Hyperlink.class::cast).toList();
    }

    private void bury() {
        request.with(TestBackend.ORG, JsonObject.builder().put("lines", JsonArray.ofStrings(
                IntStream.range(0, 200).mapToObj(i -> "harmless line number " + i).toList())).build(),
                "https://example.com/refunds");
    }

    private void choose() {
        window.click("request-row-" + request.id);
    }
}
