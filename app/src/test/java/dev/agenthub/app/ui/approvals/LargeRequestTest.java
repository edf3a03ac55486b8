package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.evidence.canonical.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

/** On which threads a large request is checked and searched: each call of what takes long is traced, none is timed. */
final class LargeRequestTest extends InboxTest {
    private static final String WINDOW = "JavaFX Application Thread";
    private static final List<String> LONG = List.of("dev.agenthub.evidence.hash.PayloadHash::of",
            "dev.agenthub.evidence.canonical.JsonParser::parse",
            "dev.agenthub.evidence.canonical.CanonicalJson::isCanonical",
            "dev.agenthub.app.ui.approvals.WarningSearch::in", "dev.agenthub.app.ui.approvals.FoundWarnings::of",
            "dev.agenthub.app.ui.approvals.ExactText::in");

    private final TestRequest request;

    LargeRequestTest() {
        request = new TestRequest().with(TestBackend.ORG,
                JsonObject.builder().put("note", "some\u200Btext, ".repeat(300_000)).build(), "https://example.com/r");
        backend.requests.add(request);
    }

    @Test
    void hashesParsesAndSearchesItBesideTheWindowsThread() throws IOException {
        List<RecordedEvent> calls;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.MethodTrace").with("filter", String.join(";", LONG));
            recording.start();
            window.click("request-row-" + request.id);
            window.awaitShown("request-same-here");
            window.await("what hides in it", () -> !window.onWindow(
                    () -> window.node("request-warnings").lookupAll(".linked-sentence")).isEmpty());
            window.await("all its rows", () -> window.onWindow(() -> ((ExactTextView) window.node("request-payload"))
                    .list().getItems().size()) > ExactTextView.FIRST_ROWS);
            recording.stop();
            Path file = folder.resolve("calls.jfr");
            recording.dump(file);
            calls = RecordingFile.readAllEvents(file);
        }
        Set<String> called = calls.stream().map(LargeRequestTest::name).collect(Collectors.toSet());
        assertThat(called).containsExactlyInAnyOrderElementsOf(LONG);
        assertThat(calls).filteredOn(call -> WINDOW.equals(call.getThread().getJavaName()))
                .extracting(LargeRequestTest::name).isEmpty();
    }

    private static String name(RecordedEvent call) {
        RecordedMethod method = call.getValue("method");
        RecordedClass type = method.getType();
        return type.getName() + "::" + method.getName();
    }
}
