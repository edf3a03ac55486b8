package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One member's decision, with everything needed to verify it.
 *
 * @param member the member's id
 * @param name the member's name
 * @param groups the approval groups that the member is in now
 * @param decision the decision in the signed statement
 * @param key the id of the key that signed, 16 hex digits
 * @param reason the reason in the signed statement; may be empty
 * @param decidedAt when it was decided, as the statement says
 * @param statement the signed bytes, verbatim, in base64: a {@code DecisionStatement}
 * @param signature 64 bytes in base64
 * @param alg what the enrolled key signs with
 * @param publicKey the enrolled public key in base64, of the length that {@code alg} has
 */
public record Vote(UUID member, String name, List<String> groups, String decision, String key, String reason,
        Instant decidedAt,
        String statement, String signature, SignatureAlgorithm alg, String publicKey) {

    public Vote {
        member = Check.present("member", member);
        name = Check.present("name", name);
        groups = Check.list("groups", groups);
        decision = Check.text("decision", decision, 20);
        key = Check.keyId("key", key);
        reason = Check.present("reason", reason);
        decidedAt = Check.present("decidedAt", decidedAt);
        Check.bytes("statement", statement);
        Check.bytes("signature", signature, 64);
        alg = Check.present("alg", alg);
        Check.publicKey("publicKey", publicKey, alg);
    }

    /** The signed bytes. */
    public byte[] statementBytes() {
        return Check.bytes("statement", statement);
    }

    /** The signature's 64 bytes. */
    public byte[] signatureBytes() {
        return Check.bytes("signature", signature, 64);
    }

    /** The public key's bytes. */
    public byte[] publicKeyBytes() {
        return Check.publicKey("publicKey", publicKey, alg);
    }
}
