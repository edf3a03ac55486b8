package dev.agenthub.evidence.statement;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.CanonicalScanner;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.canonical.Uuids;
import dev.agenthub.evidence.hash.Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a member signs: this decision, about these exact bytes, under this policy.
 *
 * @param challenge base64url, as the server handed it out with the payload
 * @param display what the member's client says that it showed; null from a client without a screen
 * @param key the key id of the member's key
 */
public record DecisionStatement(String challenge, Instant decidedAt, Decision decision, @Nullable Display display,
        String key, UUID member, UUID org, Hash payloadHash, Hash policyDigest, String reason, UUID request) {

    public static final String VERSION = "agenthub/decision/v1";
    public static final String PAYLOAD_TYPE = "application/vnd.agenthub.decision.v1+json";

    /** A statement is taken whose {@link #decidedAt} is at most so far from the time at which it arrives. */
    public static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private static final Set<String> MEMBERS = Set.of("challenge", "decidedAt", "decision", "display", "key", "member",
            "org", "payloadHash", "policyDigest", "reason", "request", "v");

    /** The bytes that are kept; what is signed is {@link #preAuthenticationEncoding()}. */
    public byte[] canonicalBytes() {
        return JsonObject.builder().put("challenge", challenge).put("decidedAt", Timestamps.format(decidedAt))
                .put("decision", decision.word())
                .put("display", display == null ? JsonNull.NULL : display.json()).put("key", key)
                .put("member", member.toString())
                .put("org", org.toString()).put("payloadHash", payloadHash.hex())
                .put("policyDigest", policyDigest.hex())
                .put("reason", reason).put("request", request.toString()).put("v", VERSION).build().canonicalBytes();
    }

    /** The bytes that the member's key signs (DSSE, protocol version 1). */
    public byte[] preAuthenticationEncoding() {
        return preAuthenticationEncoding(canonicalBytes());
    }

    /** The bytes that were signed, from a statement's stored bytes. */
    public static byte[] preAuthenticationEncoding(byte[] statement) {
        return Dsse.preAuthenticationEncoding(PAYLOAD_TYPE, statement);
    }

    /**
     * Reads stored bytes.
     *
     * @throws EvidenceException STATEMENT_MALFORMED where they are no statement, STATEMENT_NOT_CANONICAL where they are one in other bytes
     */
    public static DecisionStatement parse(byte[] stored) {
        DecisionStatement statement;
        try {
            statement = of(CanonicalJson.valueInAnyForm(stored));
        } catch (EvidenceException e) {
            throw new EvidenceException(Codes.STATEMENT_MALFORMED, "This is not a decision: " + e.getMessage(),
                    e.offset());
        }
        // Each member has one spelling, so only the form of the JSON around them is left to prove.
        if (CanonicalScanner.value(stored, 0, stored.length, 0) == stored.length) {
            return statement;
        }
        CanonicalStatement.require(stored, statement.canonicalBytes());
        return statement;
    }

    private static DecisionStatement of(JsonValue value) {
        if (!(value instanceof JsonObject object) || !object.members().keySet().equals(MEMBERS)) {
            throw malformed("it must have exactly the members of a statement.");
        }
        if (!object.string("v").equals(VERSION)) {
            throw malformed("\"v\" must be " + VERSION + ".");
        }
        return new DecisionStatement(object.string("challenge"), Timestamps.parse(object.string("decidedAt")),
                Decision.ofWord(object.string("decision")),
                object.get("display") instanceof JsonNull ? null : Display.of(object.object("display")),
                object.string("key"), Uuids.parse(object.string("member")),
                Uuids.parse(object.string("org")), Hash.ofHex(object.string("payloadHash")),
                Hash.ofHex(object.string("policyDigest")), object.string("reason"),
                Uuids.parse(object.string("request")));
    }

    private static EvidenceException malformed(String message) {
        return new EvidenceException(Codes.STATEMENT_MALFORMED, message);
    }
}
