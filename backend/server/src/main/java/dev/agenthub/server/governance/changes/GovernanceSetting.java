package dev.agenthub.server.governance.changes;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.StoredMember;
import dev.agenthub.server.policies.Governance;
import dev.agenthub.server.policies.Policies;
import dev.agenthub.server.policies.PolicyAdmin;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Puts the first or next version of a governance policy in force.
 *
 * @param expected the version that it was made from; 0 for none
 */
public record GovernanceSetting(UUID policy, int expected, @Nullable JsonObject present, JsonObject document,
        InstantSource clock) implements GovernanceChange<PolicyVersion> {

    /** The next version after the one in force now. */
    public static GovernanceSetting of(Handle handle, UUID org, JsonObject document, InstantSource clock) {
        Optional<Governance.InForce> there = Governance.current(handle, org);
        return new GovernanceSetting(Governance.id(handle, org), there.map(now -> now.version().version()).orElse(0),
                there.map(Governance.InForce::document).orElse(null), document, clock);
    }

    @Override
    public ChangeKind kind() {
        return ChangeKind.GOVERNANCE_SET;
    }

    @Override
    public Subject subject() {
        return new Subject(policy.toString(), "governance");
    }

    @Override
    public String title(Handle handle, UUID org) {
        return "Set version " + (expected + 1) + " of the governance policy";
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return present == null ? null : state(present);
    }

    @Override
    public JsonObject after() {
        return state(document);
    }

    private static JsonObject state(JsonObject document) {
        return JsonObject.builder().put("document", document).build();
    }

    @Override
    public Recorded<PolicyVersion> apply(Handle handle, UUID org, Author by) {
        by.person().require(Role.OWNER, Role.ADMIN);
        GovernanceDocument rules = Governance.requireUnderstood(document.canonicalBytes());
        PolicyAdmin.requireGroups(handle, org, rules.groups());
        List<StoredMember> approvers = MemberRows.approvers(handle, org);
        for (Demand demand : rules.demands()) {
            requireReachable(demand, approvers, by);
        }
        if (rules.covers(ChangeKind.INVITATION_CREATE)) {
            Invitations.endUngoverned(handle, org, clock.instant());
        }
        Policies.Published set = Governance.set(handle, org, policy, expected, document, by.actor(), by.member());
        return Recorded.of(set.version(), set.event());
    }

    /** Refuses requirements that the present members could not meet: nothing could then change them back. */
    private static void requireReachable(Demand demand, List<StoredMember> approvers, Author by) {
        List<Quorum.Voter> voters = approvers.stream()
                .filter(person -> !demand.excluded().excludes(person.id(), person.groups()))
                .map(person -> new Quorum.Voter(person.id(), Set.copyOf(person.groups()))).toList();
        if (!Quorum.evaluate(demand.requirements(), voters, Set.of(by.member())).met()) {
            throw new RefusedException(ErrorCode.GOVERNANCE_UNREACHABLE,
                    "Without you, too few members with the role approver are in the groups that it names.");
        }
    }
}
