package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * Whether the server can do its work.
 *
 * @param status {@code ok}, or the word for what is missing
 * @param timestamps {@code ok} or {@code failing}, which stops no work; null where no timestamping authority is configured
 */
public record Health(String status, @Nullable String timestamps) {

    public Health {
        status = Check.text("status", status, 100);
        timestamps = timestamps == null ? null : Check.text("timestamps", timestamps, 100);
    }
}
