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
 * One entry of the log in a person's words, with the bytes those words were read from.
 *
 * @param time when it says it happened, null where the bytes cannot be read
 * @param who who did it
 * @param what what was done
 * @param subject to what
 * @param type the event's type, as it stands in the bytes
 * @param actorId the identifier of who did it, empty where the bytes cannot be read
 * @param subjectId the identifier of what it was done to, empty where the bytes cannot be read
 */
public record AuditRow(AuditEntry entry, @Nullable Instant time, String who, String what, String subject,
        String type, String actorId, String subjectId) {

    /** Reads an entry; one that cannot be read is shown as such, never left out. */
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

    /** Its place in the log, from 0. */
    public long seq() {
        return entry.seq();
    }

    /** h_seq in hex. */
    public String link() {
        return entry.link();
    }

    /** The exact bytes. */
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
