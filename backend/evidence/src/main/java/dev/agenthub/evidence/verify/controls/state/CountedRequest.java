package dev.agenthub.evidence.verify.controls.state;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.policy.PolicyInput;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request as limits count it. */
public final class CountedRequest {

    private static final int LONGEST_AMOUNT = 100;
    private static final int LARGEST_SCALE = 400;

    /** Whether it still counts, and what can end that. */
    public enum State {
        /** Its request may be denied, cancelled, refused, or expire. */
        OPEN,
        /** Its run may fail. */
        RUN,
        /** It counts no more. */
        RELEASED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What its event and its payload say.
     *
     * @param question what its payload says, its action left out; null where it is not in the export
     * @param createdAt in microseconds
     * @param amounts at the places that were known by then; empty is one that is no number
     */
    public record Said(UUID request, @Nullable PolicyInput question, @Nullable UUID workspace, @Nullable UUID agent,
            long createdAt, List<Optional<BigDecimal>> amounts) {

        public Said {
            amounts = List.copyOf(amounts);
        }

        /** At least the bytes that its line in a saved state has. */
        private int weight() {
            int texts = question == null ? 0 : question.tool().length() + question.risk().length();
            return 512 + 6 * texts + 128 * amounts.size();
        }
    }

    private final Said said;
    /** Nothing before it in the log was created later. */
    private final long reach;
    private @Nullable UUID run;
    private State state = State.OPEN;

    public CountedRequest(Said said, long reach) {
        this.said = said;
        this.reach = reach;
    }

    public CountedRequest copy() {
        CountedRequest copy = new CountedRequest(said, reach);
        copy.run = run;
        copy.state = state;
        return copy;
    }

    public Said said() {
        return said;
    }

    long reach() {
        return reach;
    }

    int weight() {
        return said.weight();
    }

    public State state() {
        return state;
    }

    @Nullable
    public UUID run() {
        return run;
    }

    /** It runs; a run that another request takes over is null. */
    public void run(@Nullable UUID by) {
        state = State.RUN;
        run = by;
    }

    void release() {
        state = State.RELEASED;
        run = null;
    }

    /** As a saved state keeps it. */
    public JsonObject.Builder toState() {
        PolicyInput question = said.question();
        List<JsonValue> amounts = said.amounts().stream()
                .map(amount -> amount.<JsonValue>map(one -> new JsonString(one.toString())).orElse(JsonNull.NULL))
                .toList();
        return JsonObject.builder().put("agent", text(said.agent())).put("amounts", new JsonArray(amounts))
                .put("connector", text(question == null ? null : question.connector()))
                .put("counts", state.word())
                .put("createdAt", Timestamps.format(Timestamps.ofMicros(said.createdAt())))
                .put("request", said.request().toString()).put("risk", text(question == null ? null : question.risk()))
                .put("run", text(run)).put("tool", text(question == null ? null : question.tool()))
                .put("workspace", text(said.workspace()));
    }

    private static JsonValue text(@Nullable Object value) {
        return value == null ? JsonNull.NULL : new JsonString(value.toString());
    }

    /** An amount as a saved state keeps it; null where it is none. */
    public static @Nullable BigDecimal amount(String text) {
        if (text.length() > LONGEST_AMOUNT) {
            return null;
        }
        try {
            BigDecimal amount = new BigDecimal(text);
            return amount.signum() < 0 || Math.abs((long) amount.scale()) > LARGEST_SCALE ? null : amount;
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
