package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventScan;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the events that a log has about itself. */
final class LogEvents {

    private static final List<byte[]> TYPES = Stream
            .of(EventType.LOG_OPENED, EventType.LOG_RESTORED, EventType.CHECKPOINT_PUBLISHED)
            .map(type -> type.getBytes(StandardCharsets.US_ASCII)).toList();

    private LogEvents() {}

    /** A checkpoint that the log says was published. */
    record Published(long seq, long size, Hash root) {}

    /** Whether this is such an event. */
    static boolean concerns(EventScan event) {
        return TYPES.stream().anyMatch(event::isOfType);
    }

    /**
     * Checks that a log opens with its first entry and with no other.
     *
     * @throws EvidenceException LOG_OPENING_INVALID, or ENTRY_MALFORMED where a member that the type must have is missing
     */
    static void requireOpening(long seq, AuditEvent event, Origin origin) {
        boolean restored = event.type().equals(EventType.LOG_RESTORED);
        boolean opens = restored || event.type().equals(EventType.LOG_OPENED);
        String named = opens ? text(event, "origin") : "";
        String previous = restored ? text(event, "previousCheckpoint") : "";
        if (restored) {
            text(event, "reason");
        }
        if (opens != (seq == 0)) {
            throw invalid(
                    opens ? "A log is opened by its first entry alone." : "The first entry does not open the log.");
        }
        if (opens && (restored != origin.incarnation() > 1 || !named.equals(origin.toString()))) {
            throw invalid("The log is opened as another than it is.");
        }
        if (restored) {
            requirePrevious(previous, origin);
        }
    }

    /** The earlier log may have had another deployment's name. Its key is not known here, so its signature is not checked. */
    private static void requirePrevious(String note, Origin origin) {
        Origin previous;
        try {
            previous = Origin.parse(Checkpoint.unverified(note).origin());
        } catch (EvidenceException e) {
            throw invalid("What the restored log continues is no checkpoint.");
        }
        if (!previous.org().equals(origin.org()) || previous.incarnation() != origin.incarnation() - 1) {
            throw invalid("The restored log does not continue this organization's incarnation before it.");
        }
    }

    /**
     * Reads what a checkpoint.published says.
     *
     * @return null for other events
     * @throws EvidenceException ENTRY_MALFORMED
     */
    static @Nullable Published published(long seq, AuditEvent event) {
        if (!event.type().equals(EventType.CHECKPOINT_PUBLISHED)) {
            return null;
        }
        JsonObject data = event.data();
        try {
            long size = data.integer("size");
            if (size >= 0) {
                return new Published(seq, size, Hash.ofHex(data.string("root")));
            }
        } catch (EvidenceException e) {
            throw malformed(event, e.getMessage());
        }
        throw malformed(event, "its size is below 0.");
    }

    private static String text(AuditEvent event, String name) {
        try {
            return event.data().string(name);
        } catch (EvidenceException e) {
            throw malformed(event, e.getMessage());
        }
    }

    private static EvidenceException malformed(AuditEvent event, @Nullable String why) {
        return new EvidenceException(Codes.ENTRY_MALFORMED,
                "The data of this " + event.type() + " is not what its type needs: " + why);
    }

    private static EvidenceException invalid(String message) {
        return new EvidenceException(Codes.LOG_OPENING_INVALID, message);
    }
}
