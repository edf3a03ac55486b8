package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * Whether a policy document is valid.
 *
 * @param valid whether it could be published
 * @param digest of its canonical form, null where it can't
 * @param pointer the place of the first error, as a JSON Pointer into the document; null where there is none
 * @param message what is wrong there; null where nothing is
 */
public record PolicyCheck(boolean valid, @Nullable String digest, @Nullable String pointer,
        @Nullable String message) {}
