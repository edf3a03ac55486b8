package dev.agenthub.evidence.chain;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.canonical.Uuids;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One entry of the audit log. It holds no sequence number: its place is bound by the link. */
public record AuditEvent(Actor actor, JsonObject data, UUID id, Nonce nonce, UUID org, Subject subject, Instant time,
        String type, @Nullable UUID workspace) {

    public static final String VERSION = "agenthub/audit/v1";
    /** An export's line is JSON too, and data stands in an event that stands in a line. */
    public static final int MAX_DATA_DEPTH = CanonicalJson.MAX_DEPTH - 2;

    private static final Set<String> MEMBERS = Set.of("actor", "data", "id", "nonce", "org", "subject", "time", "type",
            "v", "workspace");

    /** Rejects values that no reader would accept as an event. */
    public AuditEvent {
        if (id.version() != 7 || id.variant() != 2) {
            throw malformed("its id must be a UUID of version 7.");
        }
        if (!EventType.isOne(type)) {
            throw malformed("its type must be words of a to z and _ with dots between them.");
        }
    }

    /** An event whose nonce is these sixteen random bytes. */
    public AuditEvent(Actor actor, JsonObject data, UUID id, byte[] nonce, UUID org, Subject subject, Instant time,
            String type, @Nullable UUID workspace) {
        this(actor, data, id, Nonce.of(nonce), org, subject, time, type, workspace);
    }

    /**
     * The bytes that are stored, hashed and exported.
     *
     * @throws EvidenceException JSON_TOO_DEEP, JSON_TOO_LARGE where no reader of an export could read it
     */
    public byte[] canonicalBytes() {
        JsonObject.Builder event = JsonObject.builder()
                .put("actor", JsonObject.builder().put("id", actor.id()).put("kind", actor.kind().word())
                        .put("name", actor.name()).build())
                .put("data", data).put("id", id.toString()).put("nonce", nonce.text()).put("org", org.toString())
                .put("subject", JsonObject.builder().put("id", subject.id()).put("kind", subject.kind()).build())
                .put("time", Timestamps.format(time)).put("type", type).put("v", VERSION);
        event.put("workspace", workspace == null ? JsonNull.NULL : new JsonString(workspace.toString()));
        if (data.depth() > MAX_DATA_DEPTH) {
            throw new EvidenceException(Codes.JSON_TOO_DEEP,
                    "The data of an event is nested deeper than " + MAX_DATA_DEPTH + " levels.");
        }
        return event.build().readableBytes();
    }

    /**
     * Reads stored bytes.
     *
     * @throws EvidenceException ENTRY_MALFORMED where they are no event, ENTRY_NOT_CANONICAL where they are one in other bytes
     */
    public static AuditEvent parse(byte[] stored) {
        AuditEvent event;
        byte[] canonical;
        try {
            JsonValue value = CanonicalJson.valueInAnyForm(stored);
            canonical = value.canonicalBytes();
            event = of(value);
        } catch (EvidenceException e) {
            throw new EvidenceException(Codes.ENTRY_MALFORMED, "This is not an event: " + e.getMessage(), e.offset());
        }
        int difference = Arrays.mismatch(stored, canonical);
        if (difference >= 0) {
            throw new EvidenceException(Codes.ENTRY_NOT_CANONICAL, "The event is not in canonical form.", difference);
        }
        return event;
    }

    private static AuditEvent of(JsonValue value) {
        if (!(value instanceof JsonObject event) || !event.members().keySet().equals(MEMBERS)) {
            throw malformed("it must have exactly the members of an event.");
        }
        if (!event.string("v").equals(VERSION)) {
            throw malformed("\"v\" must be " + VERSION + ".");
        }
        JsonObject actor = exactly(event.object("actor"), Set.of("id", "kind", "name"));
        JsonObject subject = exactly(event.object("subject"), Set.of("id", "kind"));
        String workspace = event.nullableString("workspace");
        return new AuditEvent(new Actor(actor.string("id"), kind(actor.string("kind")), actor.string("name")),
                event.object("data"), Uuids.parse(event.string("id")), Nonce.parse(event.string("nonce")),
                Uuids.parse(event.string("org")), new Subject(subject.string("id"), subject.string("kind")),
                Timestamps.parse(event.string("time")), event.string("type"),
                workspace == null ? null : Uuids.parse(workspace));
    }

    private static JsonObject exactly(JsonObject object, Set<String> names) {
        if (!object.members().keySet().equals(names)) {
            throw malformed("its actor or subject has other members.");
        }
        return object;
    }

    private static ActorKind kind(String word) {
        return switch (word) {
            case "agent" -> ActorKind.AGENT;
            case "member" -> ActorKind.MEMBER;
            case "system" -> ActorKind.SYSTEM;
            default -> throw malformed("its actor is of an unknown kind.");
        };
    }

    private static EvidenceException malformed(String message) {
        return new EvidenceException(Codes.ENTRY_MALFORMED, message);
    }
}
