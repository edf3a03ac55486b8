package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.AuditEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the event table: an entry in words, with the bytes that these were read from.
 *
 * @param time the recorded time; null where the bytes cannot be parsed
 * @param who the actor's name
 * @param what the action
 * @param subject what was acted on
 * @param type the event's type, as in the bytes
 * @param actorId the actor's id; empty where the bytes cannot be parsed
 * @param subjectId the subject's id; empty where the bytes cannot be parsed
 */
public record AuditRow(AuditEntry entry, @Nullable Instant time, String who, String what, String subject,
        String type, String actorId, String subjectId) {

    /** Parses an entry. One that cannot be parsed gets a row that says so. */
    static AuditRow of(AuditEntry entry, Messages words) {
        try {
            AuditEvent event = AuditEvent.parse(entry.eventBytes());
            String key = "type." + event.type();
            return new AuditRow(entry, event.time(), HiddenCharacters.marked(event.actor().name()),
                    words.has(key) ? words.text(key) : HiddenCharacters.marked(event.type()), subject(event, words),
                    event.type(), event.actor().id(), event.subject().id());
        } catch (EvidenceException e) {
            return new AuditRow(entry, null, "", words.text("row.unreadable", e.code()), "", "", "",
                    "");
        }
    }

    /** The entry's sequence number, from 0. */
    public long seq() {
        return entry.seq();
    }

    /** The entry's chain hash h_seq in hex (SPEC.md). */
    public String link() {
        return entry.link();
    }

    /** The event's exact bytes. */
    public byte[] event() {
        return entry.eventBytes();
    }

    private static String subject(AuditEvent event, Messages words) {
        String kind = event.subject().kind();
        String key = "subject." + kind;
        return HiddenCharacters.marked(words.has(key) ? words.text(key) : kind) + " "
                + Hashes.shortened(event.subject().id());
    }
}
