package dev.agenthub.server.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.server.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records every call: by whom, when, and its answer. Thread-safe. */
final class CallHistory {

    private final List<Step> steps = new ArrayList<>();

    /**
     * One call.
     *
     * @param began by the monotonic clock, in nanoseconds; {@code ended} likewise
     * @param trace what it left in the log; null where it was refused, or its trace cannot be told from others'
     */
    record Step(String actor, String text, long began, long ended, int status, String code, @Nullable Trace trace) {

        @Override
        public String toString() {
            return actor + ": " + text + (status == 0 ? "" : " -> " + status + (code.isEmpty() ? "" : " " + code));
        }
    }

    /** Makes a call, and records it with the trace that it leaves where it is accepted. */
    TestClient.Answer call(String actor, String text, Supplier<TestClient.Answer> call,
            Function<TestClient.Answer, @Nullable Trace> trace) {
        long began = System.nanoTime();
        TestClient.Answer answer = call.get();
        long ended = System.nanoTime();
        boolean accepted = answer.status() < 300;
        // A refusal that is no problem document with a declared code fails here.
        String code = accepted ? "" : answer.code();
        Step step = new Step(actor, text, began, ended, answer.status(), code, accepted ? trace.apply(answer) : null);
        add(step);
        assertThat(answer.status()).as(step + " " + answer.body()).isLessThan(500);
        return answer;
    }

    /** Records something that was not a call. */
    void note(String actor, String text) {
        long now = System.nanoTime();
        add(new Step(actor, text, now, now, 0, "", null));
    }

    /** Records a further trace of an accepted call, which has just ended. */
    void left(String actor, long began, Trace trace) {
        add(new Step(actor, "left " + trace.type(), began, System.nanoTime(), 0, "", trace));
    }

    private synchronized void add(Step step) {
        steps.add(step);
    }

    synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** The recorded steps in the order in which they ended, for messages. */
    synchronized List<String> lines() {
        return steps.stream().map(Step::toString).toList();
    }

    String text() {
        return String.join("\n", lines());
    }
}
