package dev.agenthub.api;

import java.util.Base64;

/**
 * One entry of the audit log.
 *
 * @param seq its place in the log, counted from 0
 * @param link h_seq, 64 hex digits
 * @param event the exact bytes that were hashed, in base64: an {@code AuditEvent}
 */
public record AuditEntry(long seq, String link, String event) {

    public AuditEntry {
        link = Check.hash("link", link);
        Check.bytes("event", event);
    }

    public static AuditEntry of(long seq, String link, byte[] event) {
        return new AuditEntry(seq, link, Base64.getEncoder().encodeToString(event));
    }

    /** The exact bytes that were hashed. */
    public byte[] eventBytes() {
        return Check.bytes("event", event);
    }
}
