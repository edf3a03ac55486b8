package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checks the signature of a statement that a member sends: by their own enrolled key, which is not revoked. */
public final class MemberSignatures {

    /** The columns that {@link StoredKey#of} reads, of a key with the alias {@code k}. */
    public static final String COLUMNS = "k.alg, k.public_key, k.revoked_at";

    private static final String FIND = "select " + COLUMNS + """
             from member_key k where k.org_id = :org and k.key_id = :key and k.member_id = :member
            """;

    private MemberSignatures() {}

    /** A member's key, and whether it was revoked. */
    public record StoredKey(PublicKey key, boolean revoked) {

        public static StoredKey of(ResultSet row) throws SQLException {
            return new StoredKey(MemberKeys.key(row), Rows.instantOrNull(row, "revoked_at") != null);
        }
    }

    /**
     * Requires the caller's own valid signature.
     *
     * @param key the id of the key that the statement names
     * @param signed the signed bytes
     * @throws RefusedException KEY_NOT_ENROLLED, KEY_REVOKED, DECISION_SIGNATURE_INVALID
     */
    public static void require(Handle handle, MemberCaller caller, String key, byte[] signed, byte[] signature) {
        require(handle.createQuery(FIND)
                .bind("org", caller.org()).bind("key", key).bind("member", caller.member())
                .map((row, _) -> StoredKey.of(row)).findOne().orElse(null), signed, signature);
    }

    /**
     * Requires a valid signature by this key.
     *
     * @param key the caller's key that the statement names; null where the caller has no such key
     * @param signed the signed bytes
     * @return the key
     * @throws RefusedException KEY_NOT_ENROLLED, KEY_REVOKED, DECISION_SIGNATURE_INVALID
     */
    public static StoredKey require(@Nullable StoredKey key, byte[] signed, byte[] signature) {
        if (key == null) {
            throw new RefusedException(ErrorCode.KEY_NOT_ENROLLED);
        }
        if (key.revoked()) {
            throw new RefusedException(ErrorCode.KEY_REVOKED);
        }
        if (!key.key().isValid(signed, signature)) {
            throw new RefusedException(ErrorCode.DECISION_SIGNATURE_INVALID);
        }
        return key;
    }
}
