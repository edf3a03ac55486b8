package dev.agenthub.evidence.statement;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.canonical.Uuids;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The statement that a member signs to let another member decide for them during a period.
 *
 * @param delegate the member who decides for them
 * @param delegation its id, chosen by whoever signs, so that a statement serves once
 * @param endsAt exclusive
 * @param key the key id of the member's key
 * @param member who delegates
 */
public record DelegationStatement(UUID delegate, UUID delegation, Instant endsAt, String key, UUID member, UUID org,
        String reason, Instant signedAt, Instant startsAt) {

    public static final String VERSION = "agenthub/delegation/v1";
    public static final String PAYLOAD_TYPE = "application/vnd.agenthub.delegation.v1+json";

    private static final Set<String> MEMBERS = Set.of("delegate", "delegation", "endsAt", "key", "member", "org",
            "reason", "signedAt", "startsAt", "v");

    /** The bytes that are kept; what is signed is {@link #preAuthenticationEncoding(byte[])} of them. */
    public byte[] canonicalBytes() {
        return JsonObject.builder().put("delegate", delegate.toString()).put("delegation", delegation.toString())
                .put("endsAt", Timestamps.format(endsAt)).put("key", key).put("member", member.toString())
                .put("org", org.toString()).put("reason", reason).put("signedAt", Timestamps.format(signedAt))
                .put("startsAt", Timestamps.format(startsAt)).put("v", VERSION).build().canonicalBytes();
    }

    /** The bytes that the member's key signs (DSSE, protocol version 1), from a statement's stored bytes. */
    public static byte[] preAuthenticationEncoding(byte[] statement) {
        return Dsse.preAuthenticationEncoding(PAYLOAD_TYPE, statement);
    }

    /**
     * Reads stored bytes.
     *
     * @throws EvidenceException STATEMENT_MALFORMED where they are no statement, STATEMENT_NOT_CANONICAL where they are one in other bytes
     */
    public static DelegationStatement parse(byte[] stored) {
        DelegationStatement statement;
        try {
            statement = of(CanonicalJson.valueInAnyForm(stored));
        } catch (EvidenceException e) {
            throw new EvidenceException(Codes.STATEMENT_MALFORMED, "This is not a delegation: " + e.getMessage(),
                    e.offset());
        }
        CanonicalStatement.require(stored, statement.canonicalBytes());
        return statement;
    }

    private static DelegationStatement of(JsonValue value) {
        if (!(value instanceof JsonObject object) || !object.members().keySet().equals(MEMBERS)) {
            throw malformed("it must have exactly the members of a statement.");
        }
        if (!object.string("v").equals(VERSION)) {
            throw malformed("\"v\" must be " + VERSION + ".");
        }
        DelegationStatement statement = new DelegationStatement(uuid(object, "delegate"), uuid(object, "delegation"),
                time(object, "endsAt"), object.string("key"), uuid(object, "member"), uuid(object, "org"),
                object.string("reason"), time(object, "signedAt"), time(object, "startsAt"));
        if (!statement.startsAt().isBefore(statement.endsAt())) {
            throw malformed("it must end after it starts.");
        }
        if (statement.delegate().equals(statement.member())) {
            throw malformed("nobody decides for themselves.");
        }
        return statement;
    }

    private static UUID uuid(JsonObject object, String name) {
        return Uuids.parse(object.string(name));
    }

    private static Instant time(JsonObject object, String name) {
        return Timestamps.parse(object.string(name));
    }

    private static EvidenceException malformed(String message) {
        return new EvidenceException(Codes.STATEMENT_MALFORMED, message);
    }
}
