package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.Vote;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import dev.agenthub.evidence.statement.PublicKey;
import java.util.List;
import java.util.UUID;

/**
 * A vote as the backend tells it, with what this machine found when it checked the signature.
 *
 * @param valid whether the signed statement says this, about this payload, by this key
 */
public record CheckedVote(Vote vote, boolean valid) {
    /** Checks every vote of {@code detail} against the bytes that are on screen. */
    public static List<CheckedVote> of(RequestDetail detail, ExactPayload payload, UUID org) {
        return detail.votes().stream().map(vote -> new CheckedVote(vote, isValid(vote, detail, payload, org))).toList();
    }

    private static boolean isValid(Vote vote, RequestDetail detail, ExactPayload payload, UUID org) {
        try {
            byte[] stored = vote.statementBytes();
            DecisionStatement statement = DecisionStatement.parse(stored);
            return statement.request().equals(detail.summary().request())
                    && statement.org().equals(org)
                    && statement.payloadHash().equals(payload.hash())
                    && statement.policyDigest().hex().equals(detail.policy().digest())
                    && statement.member().equals(vote.member())
                    && statement.decision().word().equals(vote.decision())
                    && statement.reason().equals(vote.reason())
                    && statement.key().equals(vote.key())
                    && PublicKey.id(vote.publicKeyBytes()).equals(vote.key())
                    && PublicKey.of(KeyAlgorithm.valueOf(vote.alg().name()), vote.publicKeyBytes()).isValid(
                            DecisionStatement.preAuthenticationEncoding(stored), vote.signatureBytes());
        } catch (EvidenceException e) {
            System.getLogger(CheckedVote.class.getName()).log(System.Logger.Level.WARNING, "A vote is malformed", e);
            return false;
        }
    }
}
