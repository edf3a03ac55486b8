package dev.agenthub.server.approvals.run;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.canonical.Uuids;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.approvals.decide.Ballot;
import dev.agenthub.server.approvals.decide.CastVote;
import dev.agenthub.server.approvals.decide.Votes;
import dev.agenthub.server.approvals.requests.Payload;
import dev.agenthub.server.approvals.requests.StoredRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Checks everything that must still hold for an approved request when it runs. It uses the payload's
 * bytes and the members' signatures, and the request's row only for what these do not contain.
 */
public final class RunPreconditions {

    /** The further conditions of an action, or of a change. */
    public interface Surroundings {

        /**
         * Whether the payload describes the same thing as the request's row.
         *
         * @throws EvidenceException where a member is missing
         */
        boolean describedBy(JsonObject content);

        /** The code of the first condition that does not hold; null where all hold. */
        @Nullable
        String objection(JsonObject content);

        /** The group whose members may override a missing approval; null where nobody may. To be called after {@link #objection}. */
        @Nullable
        String overrideGroup();
    }

    static final String RUN_HELD = "RUN_HELD";
    public static final String POLICY_CHANGED = "POLICY_CHANGED";
    static final String TOOL_CHANGED = "TOOL_CHANGED";

    private final Handle handle;
    private final UUID org;
    private final StoredRequest request;
    private final Payload payload;
    private final Instant now;
    private final Surroundings surroundings;

    public RunPreconditions(Handle handle, UUID org, StoredRequest request, Payload payload, Instant now,
            Surroundings surroundings) {
        this.handle = handle;
        this.org = org;
        this.request = request;
        this.payload = payload;
        this.now = now;
        this.surroundings = surroundings;
    }

    /** The code of the first condition that does not hold; null where all hold. */
    @Nullable
    public String objection() {
        if (!payload.hash().equals(request.payloadHash())) {
            return Codes.RUN_HASH_MISMATCH;
        }
        JsonObject content = describedPayload();
        if (content == null) {
            return Codes.RUN_HASH_MISMATCH;
        }
        if (request.pastExpiry(now)) {
            return Codes.RUN_EXPIRED;
        }
        String objection = surroundings.objection(content);
        return objection != null ? objection : objectionToVotes();
    }

    /** The parsed payload; null where the row contradicts it. People signed the payload, not the row. */
    private @Nullable JsonObject describedPayload() {
        try {
            JsonObject content = payload.content();
            JsonObject policy = content.object("policy");
            PolicyVersion version = new PolicyVersion(Uuids.parse(policy.string("id")),
                    Math.toIntExact(policy.integer("version")),
                    policy.string("digest"));
            boolean same = content.string("request").equals(request.id().toString())
                    && content.string("org").equals(org.toString())
                    && Timestamps.parse(content.string("expiresAt")).equals(request.expiresAt())
                    && version.equals(request.policy())
                    && surroundings.describedBy(content);
            return same ? content : null;
        } catch (EvidenceException | IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    private @Nullable String objectionToVotes() {
        List<CastVote> votes = Ballot.of(handle, org, request, now).votes();
        for (CastVote vote : votes) {
            if (!vote.signatureHolds()) {
                return Codes.DECISION_SIGNATURE_INVALID;
            }
            String objection = objectionTo(vote);
            if (objection != null) {
                return objection;
            }
        }
        if (Votes.overridden(request, votes, surroundings.overrideGroup())) {
            return null;
        }
        if (request.outcome() == Outcome.ALLOW) {
            return now.isBefore(request.createdAt().plus(request.demand().hold())) ? RUN_HELD : null;
        }
        if (Votes.tally(request, votes).met()) {
            return Votes.tally(request, votes, now.minus(request.demand().hold())).met() ? null : RUN_HELD;
        }
        return votes.stream().anyMatch(CastVote::keyRevoked) ? Codes.KEY_REVOKED : Codes.RUN_QUORUM_NOT_MET;
    }

    private @Nullable String objectionTo(CastVote vote) {
        DecisionStatement said;
        try {
            said = vote.said();
        } catch (EvidenceException e) {
            return Codes.DECISION_SIGNATURE_INVALID;
        }
        if (!said.payloadHash().equals(payload.hash())) {
            return Codes.RUN_HASH_MISMATCH;
        }
        boolean aboutThis = said.request().equals(request.id()) && said.org().equals(org)
                && said.member().equals(vote.person().id())
                && said.key().equals(vote.key()) && said.policyDigest().hex().equals(request.policy().digest());
        if (!aboutThis) {
            return Codes.DECISION_SIGNATURE_INVALID;
        }
        if (said.decision() == Decision.DENY) {
            return Codes.RUN_QUORUM_NOT_MET;
        }
        return request.asked().requesters().contains(vote.person().id()) ? Codes.RUN_SELF_APPROVED : null;
    }
}
