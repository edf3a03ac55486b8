package dev.agenthub.server.agents;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.api.Tool;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.AgentCaller;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.StoredMember;
import dev.agenthub.server.identity.Token;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with agents: preview a manifest, install exactly the previewed one, update
 * it, issue and revoke keys, disable and enable. Each change is an audit event. Thread-safe.
 */
public final class AgentAdministration {
    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final OfferedServices services;
    private final InstantSource clock;

    public AgentAdministration(OrgTransactions transactions, AuditLog audit, OfferedServices services,
            InstantSource clock) {
        this.transactions = transactions;
        this.services = services;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Previews what an agent could do with this manifest.
     *
     * @param agent the installed agent to compare with; null for a new one
     * @throws RefusedException FORBIDDEN, NOT_FOUND, MANIFEST_INVALID
     */
    public AgentPreview preview(MemberCaller caller, ManifestBody body, @Nullable UUID agent) {
        administrator(caller);
        return transactions.call(caller.context(), handle -> {
            AgentViews views = new AgentViews(handle, caller.org());
            if (agent == null) {
                return views.preview(read(handle, caller, body, caller.member()), null);
            }
            Agent there = require(handle, caller.org(), agent);
            return views.preview(read(handle, caller, body, there.owner()), views.manifest(agent));
        });
    }

    /**
     * Reads a body as the manifest of a new agent that this member installs.
     *
     * @throws RefusedException FORBIDDEN, MANIFEST_INVALID, MANIFEST_CHANGED where its digest is not the previewed one
     */
    public static Agents.Manifest shown(Handle handle, UUID org, StoredMember by, OfferedServices services,
            ManifestBody body) {
        by.require(Role.OWNER, Role.ADMIN);
        Agents.Manifest manifest = new ManifestReader(handle, org, services).read(body.manifest(), by.id()).manifest();
        requireShown(manifest, body.digest());
        return manifest;
    }

    /**
     * Reads a body as the new manifest of an installed agent.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, MANIFEST_INVALID, MANIFEST_CHANGED where its digest is not the previewed one
     */
    public static Agents.Manifest shown(Handle handle, UUID org, StoredMember by, OfferedServices services,
            ManifestBody body, UUID agent) {
        by.require(Role.OWNER, Role.ADMIN);
        Agents.Manifest manifest = new ManifestReader(handle, org, services).read(body.manifest(),
                lock(handle, org, agent).owner()).manifest();
        requireShown(manifest, body.digest());
        if (!new AgentViews(handle, org).digest(agent).equals(body.replaces())) {
            throw new RefusedException(ErrorCode.MANIFEST_CHANGED);
        }
        return manifest;
    }

    /**
     * Reads a manifest from an approved change, checking that workspace, owner, policy and connectors still exist.
     *
     * @throws RefusedException MANIFEST_INVALID
     */
    public static Agents.Manifest frozen(Handle handle, UUID org, JsonObject document) {
        // The frozen document has the services' tools written out.
        return new ManifestReader(handle, org, _ -> Optional.empty())
                .read(document, UUID.fromString(document.string("owner"))).manifest();
    }

    /**
     * The manifest that an agent is installed from now.
     *
     * @throws RefusedException NOT_FOUND
     */
    public static Agents.Manifest installed(Handle handle, UUID org, UUID agent) {
        return Agents.manifest(handle, org, require(handle, org, agent));
    }

    /**
     * Installs a new agent and returns its first key.
     *
     * @param id the new agent's id
     * @throws RefusedException FORBIDDEN, AGENT_EXISTS
     */
    public static Recorded<NewAgentKey> install(Handle handle, UUID org, Author by, UUID id,
            Agents.Manifest manifest) {
        by.person().require(Role.OWNER, Role.ADMIN);
        if (named(handle, org, manifest).isPresent()) {
            throw new RefusedException(ErrorCode.AGENT_EXISTS);
        }
        Agents.Installed installed = Agents.install(handle, org, id, manifest, by.actor());
        Token token = Agents.issueKey(handle, org, id, by.member());
        return Recorded.of(new NewAgentKey(id, token.id(), token.text().text()), installed.event(),
                Agents.keyIssued(installed.agent(), token.id(), by.actor(), by.member()));
    }

    /**
     * Replaces an agent's manifest. Pending requests whose tool has changed are refused when they are to run.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, MANIFEST_INVALID, AGENT_EXISTS
     */
    public static Recorded<AgentDetail> update(Handle handle, UUID org, Author by, UUID id,
            Agents.Manifest manifest) {
        by.person().require(Role.OWNER, Role.ADMIN);
        Agent agent = lock(handle, org, id);
        if (!manifest.workspace().equals(agent.workspace()) || !manifest.owner().equals(agent.owner())) {
            throw ManifestReader.invalid("An agent keeps its workspace and its owner");
        }
        if (named(handle, org, manifest).filter(other -> !other.equals(id)).isPresent()) {
            throw new RefusedException(ErrorCode.AGENT_EXISTS);
        }
        EventDraft updated = Agents.update(handle, org, agent, manifest, by.actor());
        return Recorded.of(new AgentViews(handle, org).detail(id), updated);
    }

    /**
     * Enables a disabled agent; it needs a new key.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public static Recorded<AgentDetail> enable(Handle handle, UUID org, Author by, UUID id) {
        by.person().require(Role.OWNER, Role.ADMIN);
        Agent agent = lock(handle, org, id);
        if (agent.enabled()) {
            return Recorded.of(new AgentViews(handle, org).detail(id));
        }
        setEnabled(handle, org, id, true);
        return Recorded.of(new AgentViews(handle, org).detail(id), Agents.event(EventType.AGENT_UPDATED, agent,
                Agents.manifest(handle, org, agent), by.actor()));
    }

    /**
     * Disables an agent and revokes its keys.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public AgentDetail disable(MemberCaller caller, UUID id) {
        administrator(caller);
        return transactions.call(caller.context(), handle -> {
            Agent agent = lock(handle, caller.org(), id);
            if (agent.enabled()) {
                setEnabled(handle, caller.org(), id, false);
                revoke(handle, caller.org(), id, null);
                audit.append(handle, caller.org(), Agents.event(EventType.AGENT_DISABLED, agent,
                        Agents.manifest(handle, caller.org(), agent), caller.actor()));
            }
            return new AgentViews(handle, caller.org()).detail(id);
        });
    }

    private static void setEnabled(Handle handle, UUID org, UUID id, boolean enabled) {
        handle.createUpdate("update agent set enabled = :enabled where org_id = :org and id = :id")
                .bind("org", org).bind("id", id).bind("enabled", enabled).execute();
    }

    /**
     * Issues a further key; earlier keys stay valid until they are revoked.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, AGENT_DISABLED
     */
    public static Recorded<NewAgentKey> issueKey(Handle handle, UUID org, Author by, UUID id) {
        by.person().require(Role.OWNER, Role.ADMIN);
        Agent agent = lock(handle, org, id);
        if (!agent.enabled()) {
            throw new RefusedException(ErrorCode.AGENT_DISABLED);
        }
        Token token = Agents.issueKey(handle, org, id, by.member());
        return Recorded.of(new NewAgentKey(id, token.id(), token.text().text()),
                Agents.keyIssued(agent, token.id(), by.actor(), by.member()));
    }

    /**
     * Revokes one of an agent's keys.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public void revokeKey(MemberCaller caller, UUID id, UUID key) {
        administrator(caller);
        transactions.run(caller.context(), handle -> {
            Agent agent = lock(handle, caller.org(), id);
            if (revoke(handle, caller.org(), id, key) == 0) {
                throw new RefusedException(ErrorCode.NOT_FOUND);
            }
            audit.append(handle, caller.org(), Agents.keyRevoked(agent, key, caller.actor()));
        });
    }

    /** All agents, by name. */
    public Page<AgentDetail> list(MemberCaller caller) {
        administrator(caller);
        return transactions.call(caller.context(), handle -> {
            AgentViews views = new AgentViews(handle, caller.org());
            return new Page<>(handle.createQuery("select id from agent where org_id = :org order by name, id")
                    .bind("org", caller.org()).mapTo(UUID.class).list().stream().map(views::detail).toList(), null);
        });
    }

    /**
     * One agent.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public AgentDetail detail(MemberCaller caller, UUID id) {
        administrator(caller);
        return transactions.call(caller.context(), handle -> {
            require(handle, caller.org(), id);
            return new AgentViews(handle, caller.org()).detail(id);
        });
    }

    /** The tools of the calling agent. */
    public Page<Tool> tools(AgentCaller caller) {
        // As the system: row-level security hides manifests from an agent's own transaction.
        return transactions.call(OrgContext.system(caller.org()),
                handle -> new Page<>(new AgentViews(handle, caller.org()).tools(caller.agent()), null));
    }

    private static void administrator(MemberCaller caller) {
        caller.require(Role.OWNER, Role.ADMIN);
    }

    private ManifestReader.Read read(Handle handle, MemberCaller caller, ManifestBody body, UUID owner) {
        return new ManifestReader(handle, caller.org(), services).read(body.manifest(), owner);
    }

    private static void requireShown(Agents.Manifest manifest, @Nullable String digest) {
        if (!manifest.digest().hex().equals(digest)) {
            throw new RefusedException(ErrorCode.MANIFEST_CHANGED);
        }
    }

    private static Agent require(Handle handle, UUID org, UUID id) {
        return Agents.find(handle, org, id).orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    private static Agent lock(Handle handle, UUID org, UUID id) {
        handle.createQuery("select id from agent where org_id = :org and id = :id for update").bind("org", org)
                .bind("id", id).mapTo(UUID.class).list();
        return require(handle, org, id);
    }

    private static Optional<UUID> named(Handle handle, UUID org, Agents.Manifest manifest) {
        return handle
                .createQuery("select id from agent where org_id = :org and workspace_id = :workspace and name = :name")
                .bind("org", org).bind("workspace", manifest.workspace()).bind("name", manifest.name())
                .mapTo(UUID.class).findOne();
    }

    private int revoke(Handle handle, UUID org, UUID agent, @Nullable UUID key) {
        return handle.createUpdate("""
                update agent_key set revoked_at = :now
                 where org_id = :org and agent_id = :agent and revoked_at is null
                   and (cast(:key as uuid) is null or id = cast(:key as uuid))
                """)
                .bind("org", org).bind("agent", agent).bind("key", key).bind("now", clock.instant()).execute();
    }
}
