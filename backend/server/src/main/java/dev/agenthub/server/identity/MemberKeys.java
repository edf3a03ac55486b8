package dev.agenthub.server.identity;

import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.server.common.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads members' device keys. */
public final class MemberKeys {

    /** The allowed difference between the clock of a signing device and the server's. */
    public static final Duration CLOCK_DIFFERENCE = DecisionStatement.CLOCK_DIFFERENCE;

    private MemberKeys() {}

    /** The public key in a row's columns {@code alg} and {@code public_key}. */
    public static PublicKey key(ResultSet row) throws SQLException {
        String alg = row.getString("alg");
        return PublicKey.of(
                KeyAlgorithm.ofWord(alg).orElseThrow(() -> new IllegalStateException("No algorithm " + alg)),
                row.getBytes("public_key"));
    }

    /**
     * The public key in an enrolment.
     *
     * @throws RefusedException REQUEST_MALFORMED where the bytes are no key of that algorithm, or a weak one
     */
    static PublicKey key(EnrolRequest request) {
        try {
            PublicKey key = PublicKey.of(KeyAlgorithm.valueOf(request.alg().name()), request.publicKeyBytes());
            key.requireMeaningful();
            return key;
        } catch (EvidenceException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, e.sentence(), e);
        }
    }

    /** The API's name of the key's algorithm. */
    public static SignatureAlgorithm alg(PublicKey key) {
        return SignatureAlgorithm.valueOf(key.algorithm().name());
    }

    /** Whether the key is enrolled and not revoked. */
    static boolean isValid(Handle handle, UUID org, String key) {
        return handle.createQuery("""
                select exists (select from member_key where org_id = :org and key_id = :key and revoked_at is null)
                """).bind("org", org).bind("key", key).mapTo(Boolean.class).one();
    }
}
