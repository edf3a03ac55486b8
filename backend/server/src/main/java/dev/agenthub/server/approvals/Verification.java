package dev.agenthub.server.approvals;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.canonical.Uuids;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.agents.Agent;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.Tool;
import dev.agenthub.server.policies.Policies;
import dev.agenthub.server.policies.PolicyDecision;
import dev.agenthub.server.policies.rules.Outcome;
import dev.agenthub.server.policies.rules.Question;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Everything that must still be true of an approved request at the moment it runs, asked of the payload's bytes and of the people's
 * signatures; the request's own row is believed in nothing that these can tell.
 */
final class Verification {

    static final String RUN_HELD = "RUN_HELD";
    static final String POLICY_CHANGED = "POLICY_CHANGED";
    static final String TOOL_CHANGED = "TOOL_CHANGED";

    private final Handle handle;
    private final UUID org;
    private final StoredRequest request;
    private final Payload payload;
    private final Instant now;
    private @Nullable String overrideGroup;

    Verification(Handle handle, UUID org, StoredRequest request, Payload payload, Instant now) {
        this.handle = handle;
        this.org = org;
        this.request = request;
        this.payload = payload;
        this.now = now;
    }

    /** The code of the first thing that is wrong, null where nothing is. */
    @Nullable
    String objection() {
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
        String objection = objectionToSurroundings(content);
        return objection != null ? objection : objectionToVotes();
    }

    /** What the payload says, null where the row says something else: people signed for the payload. */
    private @Nullable JsonObject describedPayload() {
        try {
            JsonObject content = payload.content();
            JsonObject policy = content.object("policy");
            PolicyVersion version = new PolicyVersion(Uuids.parse(policy.string("id")),
                    Math.toIntExact(policy.integer("version")),
                    policy.string("digest"));
            boolean same = content.string("request").equals(request.id().toString())
                    && content.string("org").equals(org.toString())
                    && content.string("agent").equals(request.agent().toString())
                    && content.string("workspace").equals(request.workspace().toString())
                    && content.string("connector").equals(request.connector().toString())
                    && content.object("tool").string("name").equals(request.tool())
                    && Timestamps.parse(content.string("expiresAt")).equals(request.expiresAt())
                    && version.equals(request.policy());
            return same ? content : null;
        } catch (EvidenceException | IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    private @Nullable String objectionToSurroundings(JsonObject content) {
        Optional<Agent> agent = Agents.find(handle, org, request.agent());
        if (agent.isEmpty() || !agent.get().enabled()) {
            return ErrorCode.AGENT_DISABLED.name();
        }
        Optional<Tool> tool = Agents.tool(handle, org, request.agent(), request.tool());
        if (tool.isEmpty() || !tool.get().digest().hex().equals(content.object("tool").string("digest"))) {
            return TOOL_CHANGED;
        }
        if (!tool.get().connectorEnabled()) {
            return ErrorCode.CONNECTOR_DISABLED.name();
        }
        Question question = new Question(request.workspace(), request.agent(), request.tool(), request.connector(),
                tool.get().definition().risk(), content);
        return policyStands(agent.get().policy(), question) ? null : POLICY_CHANGED;
    }

    /**
     * Whether the row asks what its own policy asked, whose digest people signed, and the policy that is in force now asks for nothing that the
     * row does not ask.
     */
    private boolean policyStands(UUID policyNow, Question question) {
        Optional<PolicyDecision> then = Policies.decideThen(handle, org, request.policy(), question,
                request.terms().readings());
        if (then.isEmpty() || then.get().outcome() == Outcome.DENY
                || !then.get().demand().coversApprovals(request.demand())
                || !request.demand().coversApprovals(then.get().demand())) {
            return false;
        }
        overrideGroup = then.get().overrideGroup();
        if (Policies.currentVersion(handle, org, policyNow).filter(request.policy()::equals).isPresent()) {
            return true;
        }
        PolicyDecision current = Policies.decide(handle, org, policyNow, question,
                RequestUsage.before(handle, org, request.id(), request.createdAt()));
        if (!Objects.equals(overrideGroup, current.overrideGroup())) {
            overrideGroup = null;
        }
        return request.demand().covers(current.demand());
    }

    private @Nullable String objectionToVotes() {
        List<CastVote> votes = Votes.on(handle, org, request.id());
        for (CastVote vote : votes) {
            if (!vote.signatureHolds()) {
                return Codes.DECISION_SIGNATURE_INVALID;
            }
            String objection = objectionTo(vote);
            if (objection != null) {
                return objection;
            }
        }
        if (Votes.overridden(request, votes, overrideGroup)) {
            return null;
        }
        if (request.outcome() == Outcome.ALLOW || Votes.tally(request, votes).met()) {
            return stillHeld(votes) ? RUN_HELD : null;
        }
        return votes.stream().anyMatch(CastVote::keyRevoked) ? Codes.KEY_REVOKED : Codes.RUN_QUORUM_NOT_MET;
    }

    /** Whether the hold has not passed since the last approval, by the times that were signed. */
    private boolean stillHeld(List<CastVote> votes) {
        Instant approved = Votes.last(votes).stream().map(CastVote::said)
                .filter(said -> said.decision() == Decision.APPROVE).map(DecisionStatement::decidedAt)
                .max(Instant::compareTo).map(signed -> signed.minus(Decide.CLOCK_DIFFERENCE))
                .orElse(request.createdAt());
        return now.isBefore(approved.plus(request.demand().hold()));
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
        return vote.person().id().equals(request.agentOwner()) ? Codes.RUN_SELF_APPROVED : null;
    }
}
