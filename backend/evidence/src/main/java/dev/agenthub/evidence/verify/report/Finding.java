package dev.agenthub.evidence.verify.report;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A finding of a verification: a violation or a warning.
 *
 * @param code one of {@link Codes}
 * @param seq the entry it is about, or null
 */
public record Finding(String code, @Nullable Long seq, String message) {

    /** The finding as an object of the report's JSON. */
    public JsonObject toJson() {
        return JsonObject.builder().put("code", code).put("seq", seq == null ? JsonNull.NULL : JsonNumber.of(seq))
                .put("message", message).build();
    }

    /** Whether the finding leaves the verdict as it is. */
    public boolean isWarning() {
        return code.equals(Codes.TIME_REGRESSED) || code.equals(Codes.CONTROLS_PARTIAL)
                || code.equals(Codes.TIMESTAMP_AUTHORITY_UNCHECKED);
    }
}
