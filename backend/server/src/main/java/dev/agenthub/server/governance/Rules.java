package dev.agenthub.server.governance;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.NewPolicyRequest;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.api.WorkspaceAccess;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.agents.ManifestBody;
import dev.agenthub.server.agents.OfferedServices;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.governance.changes.AgentInstallation;
import dev.agenthub.server.governance.changes.AgentKeyIssue;
import dev.agenthub.server.governance.changes.AgentUpdate;
import dev.agenthub.server.governance.changes.GovernanceSetting;
import dev.agenthub.server.governance.changes.InvitationCreation;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.policies.Governance;
import dev.agenthub.server.policies.Policies;
import dev.agenthub.server.policies.PolicyAdmin;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * The changes of an organization's rules that members can request. Each is made at once,
 * or by a proposal where the governance policy requires approval. Thread-safe.
 */
public final class Rules {

    private final OrgTransactions transactions;
    private final Changes changes;
    private final ChangeReader reader;
    private final OfferedServices services;

    public Rules(OrgTransactions transactions, Changes changes, ChangeReader reader, OfferedServices services) {
        this.transactions = transactions;
        this.changes = changes;
        this.reader = reader;
        this.services = services;
    }

    /** The governance policy in force; version 0 without rules where there is none. */
    public GovernancePolicy governance(MemberCaller caller) {
        caller.require(Role.values());
        return transactions.call(caller.context(), handle -> Governance.current(handle, caller.org())
                .map(there -> new GovernancePolicy(there.version().version(), there.version().digest(),
                        new String(there.document().canonicalBytes(), StandardCharsets.UTF_8)))
                .orElse(GovernancePolicy.NONE));
    }

    /**
     * Puts a governance policy in force; repeating it, made from the same version, changes nothing.
     *
     * @throws RefusedException FORBIDDEN; POLICY_INVALID, its detail beginning with the
     *        JSON Pointer to the fault; POLICY_CONFLICT; GOVERNANCE_UNREACHABLE
     */
    public ChangeResult<PolicyVersion> setGovernance(MemberCaller caller, SetGovernanceRequest request) {
        caller.require(Role.OWNER, Role.ADMIN);
        JsonObject document = PolicyAdmin.read(request.document());
        Optional<PolicyVersion> there = transactions.call(caller.context(),
                handle -> Governance.current(handle, caller.org())).map(Governance.InForce::version)
                .filter(now -> now.equals(PolicyAdmin.version(now.id(), request.expectedVersion() + 1, document)));
        return there.isPresent() ? new ChangeResult.Done<>(there.get()) : changes.make(caller, handle -> {
            GovernanceSetting setting = reader.governance(handle, caller.org(), document);
            if (setting.expected() != request.expectedVersion()) {
                throw new RefusedException(ErrorCode.POLICY_CONFLICT,
                        "Version " + setting.expected() + " is in force.");
            }
            return setting;
        });
    }

    /**
     * Publishes the next version of a policy; repeating it changes nothing.
     *
     * @throws RefusedException FORBIDDEN; NOT_FOUND; POLICY_INVALID, its detail beginning
     *        with the JSON Pointer to the fault; POLICY_CONFLICT
     */
    public ChangeResult<PublishedPolicy> publish(MemberCaller caller, UUID policy, PublishPolicyRequest request) {
        caller.require(Role.OWNER, Role.ADMIN);
        JsonObject document = PolicyAdmin.read(request.document());
        Optional<PolicyVersion> there = transactions.call(caller.context(),
                handle -> Policies.currentVersion(handle, caller.org(), policy))
                .filter(now -> now.equals(PolicyAdmin.version(policy, request.expectedVersion() + 1, document)));
        return there.isPresent()
                ? new ChangeResult.Done<>(new PublishedPolicy(there.get(), 0))
                : changes.make(caller, handle -> reader.policy(handle, caller.org(), policy,
                        request.expectedVersion(), document));
    }

    /**
     * Publishes the first version of a new policy; repeating it changes nothing.
     *
     * @throws RefusedException FORBIDDEN; POLICY_INVALID, its detail beginning with the JSON Pointer to the fault; NAME_TAKEN
     */
    public ChangeResult<PublishedPolicy> publishFirst(MemberCaller caller, NewPolicyRequest request) {
        caller.require(Role.OWNER, Role.ADMIN);
        JsonObject document = PolicyAdmin.read(request.document());
        Optional<ChangeResult<PublishedPolicy>> there = published(caller, request.name(), document);
        if (there.isPresent()) {
            return there.get();
        }
        try {
            return changes.make(caller,
                    handle -> reader.policy(handle, caller.org(), Ids.next(), request.name(), document));
        } catch (RefusedException e) {
            // A concurrent identical call may have been faster.
            return Optional.of(e).filter(refused -> refused.error() == ErrorCode.NAME_TAKEN)
                    .flatMap(_ -> published(caller, request.name(), document)).orElseThrow(() -> e);
        }
    }

    private Optional<ChangeResult<PublishedPolicy>> published(MemberCaller caller, String name, JsonObject document) {
        return transactions.call(caller.context(),
                handle -> PolicyAdmin.firstVersion(handle, caller.org(), name, document))
                .map(version -> new ChangeResult.Done<>(new PublishedPolicy(version, 0)));
    }

    /**
     * Sets a member's roles and groups, or ends their membership.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, LAST_OWNER, REQUEST_MALFORMED for an unknown group
     */
    public ChangeResult<Member> changeMember(MemberCaller caller, UUID member, MemberChange change) {
        return changes.make(caller, handle -> reader.member(handle, caller.org(), member, change));
    }

    /**
     * Sets the workspaces whose requests a member sees and decides.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, REQUEST_MALFORMED for an unknown
     *        workspace, and for a member with other roles than approver
     */
    public ChangeResult<Member> changeWorkspaces(MemberCaller caller, UUID member, WorkspaceAccess access) {
        return changes.make(caller, handle -> reader.workspaces(handle, caller.org(), member, access));
    }

    /**
     * Creates an approval group without members.
     *
     * @throws RefusedException FORBIDDEN, NAME_TAKEN
     */
    public ChangeResult<String> createGroup(MemberCaller caller, String name) {
        return changes.make(caller, _ -> reader.group(name));
    }

    /**
     * Invites a person.
     *
     * @throws RefusedException FORBIDDEN where the caller may not invite, or not with these roles; REQUEST_MALFORMED for an unknown group
     */
    public ChangeResult<Invitation> invite(MemberCaller caller, InviteRequest request) {
        return changes.make(caller, _ -> reader.invitation(InvitationCreation.newSubject(), request));
    }

    /**
     * Installs a new agent and returns its first key.
     *
     * @throws RefusedException FORBIDDEN, MANIFEST_INVALID, MANIFEST_CHANGED, AGENT_EXISTS
     */
    public ChangeResult<NewAgentKey> install(MemberCaller caller, ManifestBody body) {
        return changes.make(caller, handle -> new AgentInstallation(Ids.next(),
                AgentAdministration.shown(handle, caller.org(), caller.person(), services, body)));
    }

    /**
     * Replaces an agent's manifest. Pending requests whose tool has changed are refused when they are to run.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, MANIFEST_INVALID, MANIFEST_CHANGED, AGENT_EXISTS
     */
    public ChangeResult<AgentDetail> update(MemberCaller caller, UUID agent, ManifestBody body) {
        return changes.make(caller, handle -> new AgentUpdate(agent,
                AgentAdministration.shown(handle, caller.org(), caller.person(), services, body, agent)));
    }

    /**
     * Enables a disabled agent; it needs a new key.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public ChangeResult<AgentDetail> enable(MemberCaller caller, UUID agent) {
        caller.require(Role.OWNER, Role.ADMIN);
        return changes.make(caller,
                handle -> new AgentUpdate(agent, AgentAdministration.installed(handle, caller.org(), agent)));
    }

    /**
     * Issues a further key; earlier keys stay valid until they are revoked.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, AGENT_DISABLED
     */
    public ChangeResult<NewAgentKey> issueKey(MemberCaller caller, UUID agent) {
        return changes.make(caller, _ -> new AgentKeyIssue(agent));
    }
}
