package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a verification found.
 *
 * @param code one of {@link Codes}
 * @param seq the entry it is about, or null
 */
public record Finding(String code, @Nullable Long seq, String message) {

    /** Whether the finding leaves the verdict as it is. */
    public boolean isWarning() {
        return code.equals(Codes.TIME_REGRESSED) || code.equals(Codes.CONTROLS_PARTIAL)
                || code.equals(Codes.TIMESTAMP_AUTHORITY_UNCHECKED);
    }
}
