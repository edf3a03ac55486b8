package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for an export of the audit log.
 *
 * @param payloads whether to include the payload of each request created in it ({@code approval.requested}), whatever its state
 * @param since the size stated by the reader's pin, whose entries are left out; null or 0 for everything
 * @param incarnation of the log, null for the current one
 */
public record ExportRequest(boolean payloads, @Nullable Long since, @Nullable Integer incarnation) {

    public static final String MEDIA_TYPE = "application/vnd.agenthub.export+zip";

    public ExportRequest {
        if (since != null) {
            Check.atLeast("since", since, 0);
        }
        if (incarnation != null) {
            Check.atLeast("incarnation", incarnation, 1);
        }
    }

    /** The whole current log. */
    public static ExportRequest whole(boolean payloads) {
        return new ExportRequest(payloads, null, null);
    }

    /** What the current log has after the first {@code size} entries. */
    public static ExportRequest since(long size, boolean payloads) {
        return new ExportRequest(payloads, size, null);
    }
}
