package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * Whether a member may decide a request now.
 *
 * @param eligible whether a decision by the caller would count now
 * @param whyNot the code that a decision would be refused with, null exactly when the member may decide
 */
public record Eligibility(boolean eligible, @Nullable String whyNot) {

    public Eligibility {
        if (eligible != (whyNot == null)) {
            throw new IllegalArgumentException("whyNot does not fit eligible");
        }
    }

    public static Eligibility yes() {
        return new Eligibility(true, null);
    }

    public static Eligibility no(ErrorCode whyNot) {
        return new Eligibility(false, whyNot.name());
    }
}
