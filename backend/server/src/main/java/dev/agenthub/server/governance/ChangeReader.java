package dev.agenthub.server.governance;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Role;
import dev.agenthub.api.WorkspaceAccess;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.governance.changes.AgentInstallation;
import dev.agenthub.server.governance.changes.AgentKeyIssue;
import dev.agenthub.server.governance.changes.AgentUpdate;
import dev.agenthub.server.governance.changes.BudgetChange;
import dev.agenthub.server.governance.changes.GovernanceChange;
import dev.agenthub.server.governance.changes.GovernanceSetting;
import dev.agenthub.server.governance.changes.GroupCreation;
import dev.agenthub.server.governance.changes.InvitationCreation;
import dev.agenthub.server.governance.changes.MembershipChange;
import dev.agenthub.server.governance.changes.PolicyPublication;
import dev.agenthub.server.governance.changes.ReservationSettlement;
import dev.agenthub.server.governance.changes.ScopeAcceptance;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.Membership;
import dev.agenthub.server.identity.Membership.Access;
import dev.agenthub.server.identity.WorkspacesAndGroups;
import dev.agenthub.server.limits.BudgetAdministration;
import dev.agenthub.server.limits.BudgetTerms;
import dev.agenthub.server.policies.PolicyAdmin;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.ToIntBiFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Creates changes from callers' requests, and again from frozen proposals. */
public final class ChangeReader {

    private final Membership membership;
    private final WorkspacesAndGroups workspacesAndGroups;
    private final Invitations invitations;
    private final ToIntBiFunction<UUID, UUID> reevaluate;
    private final BudgetAdministration budgets;
    private final InstantSource clock;

    /**
     * Creates the reader.
     *
     * @param reevaluate evaluates a policy's open requests again, after its publication was committed; returns how many were cancelled
     */
    public ChangeReader(Membership membership, WorkspacesAndGroups workspacesAndGroups, Invitations invitations,
            ToIntBiFunction<UUID, UUID> reevaluate, BudgetAdministration budgets, InstantSource clock) {
        this.membership = membership;
        this.workspacesAndGroups = workspacesAndGroups;
        this.invitations = invitations;
        this.reevaluate = reevaluate;
        this.budgets = budgets;
        this.clock = clock;
    }

    /** The change that a proposal froze. */
    GovernanceChange<?> read(Handle handle, UUID org, ChangeKind kind, Subject subject, JsonObject after) {
        return switch (kind) {
            case GOVERNANCE_SET -> governance(handle, org, after.object("document"));
            case POLICY_PUBLISH -> policy(handle, org, UUID.fromString(subject.id()), after.string("name"),
                    after.object("document"));
            case MEMBER_CHANGE -> new MembershipChange(membership, UUID.fromString(subject.id()),
                    new Access(roles(after), texts(after, "groups"), after.bool("active"), workspaces(after)));
            case GROUP_CHANGE -> group(after.string("group"));
            case INVITATION_CREATE -> invitation(subject,
                    new InviteRequest(after.nullableString("name"), roles(after), texts(after, "groups")));
            case AGENT_INSTALL -> new AgentInstallation(UUID.fromString(subject.id()),
                    AgentAdministration.frozen(handle, org, after));
            case AGENT_UPDATE -> new AgentUpdate(UUID.fromString(subject.id()),
                    AgentAdministration.frozen(handle, org, after));
            case AGENT_KEY_ISSUE -> new AgentKeyIssue(UUID.fromString(subject.id()));
            case CONNECTION_SCOPES -> ScopeAcceptance.exactly(handle, org, UUID.fromString(subject.id()),
                    Permissions.of(after.array("accepted")));
            case CONNECTION_AUTHORIZE -> throw new IllegalStateException("The credential is brought by its proposer");
            case BUDGET_CHANGE -> new BudgetChange(budgets, BudgetTerms.of(after));
            case RESERVATION_SETTLE -> ReservationSettlement.frozen(handle, org, UUID.fromString(subject.id()), after);
        };
    }

    GovernanceSetting governance(Handle handle, UUID org, JsonObject document) {
        return GovernanceSetting.of(handle, org, document, clock);
    }

    /** The publication of a policy's next version, or of the first where there is no policy of that id. */
    PolicyPublication policy(Handle handle, UUID org, UUID policy, String name, JsonObject document) {
        return new PolicyPublication(policy, name, PolicyPublication.version(handle, org, policy), document,
                reevaluate);
    }

    PolicyPublication policy(Handle handle, UUID org, UUID policy, int expected, JsonObject document) {
        return new PolicyPublication(policy, PolicyAdmin.name(handle, org, policy), expected, document, reevaluate);
    }

    MembershipChange member(Handle handle, UUID org, UUID member, MemberChange change) {
        return new MembershipChange(membership, member, new Access(change.roles(), change.groups(), change.active(),
                present(handle, org, member).workspaces()));
    }

    MembershipChange workspaces(Handle handle, UUID org, UUID member, WorkspaceAccess access) {
        Access present = present(handle, org, member);
        return new MembershipChange(membership, member,
                new Access(present.roles(), present.groups(), present.active(), access.workspaces()));
    }

    private static Access present(Handle handle, UUID org, UUID member) {
        return MemberRows.find(handle, org, member).map(Access::of)
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    GroupCreation group(String name) {
        return new GroupCreation(workspacesAndGroups, name);
    }

    InvitationCreation invitation(Subject subject, InviteRequest request) {
        return new InvitationCreation(invitations, subject, request);
    }

    private static List<Role> roles(JsonObject after) {
        return texts(after, "roles").stream().map(word -> Role.valueOf(word.toUpperCase(Locale.ROOT))).toList();
    }

    private static @Nullable List<UUID> workspaces(JsonObject after) {
        return after.get("workspaces") instanceof JsonArray
                ? texts(after, "workspaces").stream().map(UUID::fromString).toList()
                : null;
    }

    private static List<String> texts(JsonObject after, String name) {
        return after.array(name).items().stream().map(item -> ((JsonString) item).value()).toList();
    }
}
