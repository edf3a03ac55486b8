package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.MethodCalls;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.reading.ExactTextView;
import dev.agenthub.evidence.canonical.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** On which threads a large request is checked and searched: each call of what takes long is traced, none is timed. */
final class LargeRequestTest extends InboxTest {
    private static final String WINDOW = "JavaFX Application Thread";
    private static final List<String> LONG = List.of("dev.agenthub.evidence.hash.PayloadHash::of",
            "dev.agenthub.evidence.canonical.CanonicalJson::value",
            "dev.agenthub.app.ui.approvals.reading.WarningSearch::in",
            "dev.agenthub.app.ui.approvals.reading.FoundWarnings::of",
            "dev.agenthub.app.ui.approvals.reading.ExactText::in");

    private final TestRequest request;

    LargeRequestTest() {
        request = new TestRequest().with(TestBackend.ORG,
                JsonObject.builder().put("note", "some\u200Btext, ".repeat(300_000)).build(), "https://example.com/r");
        backend.requests.add(request);
    }

    @Test
    void hashesParsesAndSearchesItBesideTheWindowsThread() {
        List<RecordedEvent> calls = MethodCalls.during(LONG, () -> {
            window.click("request-row-" + request.id);
            window.awaitShown("request-same-here");
            window.await("what hides in it", () -> !window.onWindow(
                    () -> window.node("request-warnings").lookupAll(".linked-sentence")).isEmpty());
            window.await("all its rows", () -> window.onWindow(() -> ((ExactTextView) window.node("request-payload"))
                    .list().getItems().size()) > ExactTextView.FIRST_ROWS);
        });
        Set<String> called = calls.stream().map(MethodCalls::name).collect(Collectors.toSet());
        assertThat(called).containsExactlyInAnyOrderElementsOf(LONG);
        assertThat(calls).filteredOn(call -> WINDOW.equals(call.getThread().getJavaName()))
                .extracting(MethodCalls::name).isEmpty();
    }
}
