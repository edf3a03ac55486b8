package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import org.jdbi.v3.core.Handle;

/** Checks the signature of a statement that a member sends: by their own enrolled key, which is not revoked. */
public final class MemberSignatures {

    private record Check(boolean revoked, boolean signatureHolds) {}

    private MemberSignatures() {}

    /**
     * Requires the caller's own valid signature.
     *
     * @param key the id of the key that the statement names
     * @param signed the signed bytes
     * @throws RefusedException KEY_NOT_ENROLLED, KEY_REVOKED, DECISION_SIGNATURE_INVALID
     */
    public static void require(Handle handle, MemberCaller caller, String key, byte[] signed, byte[] signature) {
        Check check = handle
                .createQuery(
                        "select alg, public_key, revoked_at from member_key where org_id = :org and key_id = :key and member_id = :member")
                .bind("org", caller.org()).bind("key", key).bind("member", caller.member())
                .map((row, _) -> new Check(Rows.instantOrNull(row, "revoked_at") != null,
                        MemberKeys.key(row).isValid(signed, signature)))
                .findOne().orElseThrow(() -> new RefusedException(ErrorCode.KEY_NOT_ENROLLED));
        if (check.revoked()) {
            throw new RefusedException(ErrorCode.KEY_REVOKED);
        }
        if (!check.signatureHolds()) {
            throw new RefusedException(ErrorCode.DECISION_SIGNATURE_INVALID);
        }
    }
}
