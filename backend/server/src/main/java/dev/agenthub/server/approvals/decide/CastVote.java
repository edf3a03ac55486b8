package dev.agenthub.server.approvals.decide;

import dev.agenthub.api.LatestDecision;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.api.Vote;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.MemberKeys;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.StoredMember;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A recorded decision, with the present state of its member and key. */
public final class CastVote {

    private final UUID request;
    private final StoredMember person;
    private final List<StoredMember> absent;
    private final String key;
    private final boolean keyRevoked;
    private final PublicKey publicKey;
    private final byte[] statement;
    private final byte[] signature;
    private final int turn;
    private final Instant recorded;

    /**
     * Reads a row of {@link Votes#on}.
     *
     * @param inForce by delegate, the members for whom the delegate decides now
     */
    CastVote(ResultSet row, Map<UUID, List<StoredMember>> inForce) throws SQLException {
        this.request = Rows.uuid(row, "request_id");
        this.person = MemberRows.person(row);
        this.absent = inForce.getOrDefault(person.id(), List.of());
        this.key = row.getString("key_id");
        this.keyRevoked = row.getBoolean("key_revoked");
        this.publicKey = MemberKeys.key(row);
        this.statement = row.getBytes("statement");
        this.signature = row.getBytes("signature");
        this.turn = row.getInt("turn");
        this.recorded = Rows.instant(row, "recorded_at");
    }

    /**
     * A decision that was stored just now.
     *
     * @param publicKey the member's, not revoked
     * @param turn how many decisions on this request the member made before
     */
    CastVote(DecisionStatement said, SignedStatement signed, EligibleVoters.Voter voter, PublicKey publicKey, int turn,
            Instant recorded) {
        this.request = said.request();
        this.person = voter.person();
        this.absent = voter.absent();
        this.key = said.key();
        this.keyRevoked = false;
        this.publicKey = publicKey;
        this.statement = signed.statementBytes();
        this.signature = signed.signatureBytes();
        this.turn = turn;
        this.recorded = recorded;
    }

    UUID request() {
        return request;
    }

    public StoredMember person() {
        return person;
    }

    public String key() {
        return key;
    }

    public boolean keyRevoked() {
        return keyRevoked;
    }

    /** Whether statement and signature are byte for byte the recorded ones. */
    boolean repeats(byte[] otherStatement, byte[] otherSignature) {
        return Arrays.equals(statement, otherStatement) && Arrays.equals(signature, otherSignature);
    }

    public DecisionStatement said() {
        return DecisionStatement.parse(statement);
    }

    public boolean signatureHolds() {
        return publicKey.isValid(DecisionStatement.preAuthenticationEncoding(statement), signature);
    }

    /** How many decisions on this request the member made before this one. */
    int turn() {
        return turn;
    }

    /** When the decision was made: the recorded time, but no earlier than the signed time less the allowed clock difference. */
    Instant given() {
        Instant earliest = said().decidedAt().minus(MemberKeys.CLOCK_DIFFERENCE);
        return recorded.isBefore(earliest) ? earliest : recorded;
    }

    boolean says(Decision decision) {
        return said().decision() == decision;
    }

    /** The voter for the quorum: the member, and the absent members for whom they decide and who could decide the request themselves. */
    Quorum.Voter voter(StoredRequest of) {
        return new Quorum.Voter(person.id(), Set.copyOf(person.groups()),
                absent.stream().filter(of::admits).map(one -> new Quorum.Absent(one.id(), Set.copyOf(one.groups())))
                        .toList());
    }

    /** The API's view of a request's latest decision. */
    public LatestDecision asLatest() {
        DecisionStatement said = said();
        return new LatestDecision(person.id(), person.name(), said.decision().word(), said.decidedAt());
    }

    public Vote shown() {
        DecisionStatement said = said();
        Base64.Encoder base64 = Base64.getEncoder();
        return new Vote(person.id(), person.name(), person.groups(), said.decision().word(), key, said.reason(),
                said.decidedAt(),
                base64.encodeToString(statement), base64.encodeToString(signature),
                MemberKeys.alg(publicKey), base64.encodeToString(publicKey.bytes()));
    }
}
