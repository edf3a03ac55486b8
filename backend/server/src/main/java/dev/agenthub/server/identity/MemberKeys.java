package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What members sign with. */
public final class MemberKeys {

    /** How far the clock of a device that signs may be off. */
    public static final Duration CLOCK_DIFFERENCE = DecisionStatement.CLOCK_DIFFERENCE;

    private record Check(boolean revoked, boolean signatureHolds) {}

    private MemberKeys() {}

    /** The key of a row that has its {@code public_key}. */
    public static PublicKey key(ResultSet row) throws SQLException {
        return PublicKey.of(KeyAlgorithm.ED25519, row.getBytes("public_key"));
    }

    /** Whether the key is enrolled and not revoked. */
    static boolean isValid(Handle handle, UUID org, String key) {
        return handle.createQuery("""
                select exists (select from member_key where org_id = :org and key_id = :key and revoked_at is null)
                """).bind("org", org).bind("key", key).mapTo(Boolean.class).one();
    }

    /**
     * Goes on only with the caller's own signature.
     *
     * @param key the id of the key that the statement names
     * @param signed the bytes that the signature is over
     * @throws RefusedException KEY_NOT_ENROLLED, KEY_REVOKED, DECISION_SIGNATURE_INVALID
     */
    public static void requireSigned(Handle handle, MemberCaller caller, String key, byte[] signed, byte[] signature) {
        Check check = handle
                .createQuery(
                        "select public_key, revoked_at from member_key where org_id = :org and key_id = :key and member_id = :member")
                .bind("org", caller.org()).bind("key", key).bind("member", caller.member())
                .map((row, _) -> new Check(Rows.instantOrNull(row, "revoked_at") != null,
                        key(row).isValid(signed, signature)))
                .findOne().orElseThrow(() -> new RefusedException(ErrorCode.KEY_NOT_ENROLLED));
        if (check.revoked()) {
            throw new RefusedException(ErrorCode.KEY_REVOKED);
        }
        if (!check.signatureHolds()) {
            throw new RefusedException(ErrorCode.DECISION_SIGNATURE_INVALID);
        }
    }
}
