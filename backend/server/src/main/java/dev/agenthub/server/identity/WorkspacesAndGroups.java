package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.api.Workspace;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Creates, renames and lists an organization's workspaces and approval groups. Each change is an audit event. Thread-safe. */
public final class WorkspacesAndGroups {
    static final String WORKSPACE_CREATED = "workspace.created";
    static final String WORKSPACE_RENAMED = "workspace.renamed";

    private final OrgTransactions transactions;
    private final AuditLog audit;

    public WorkspacesAndGroups(OrgTransactions transactions, AuditLog audit) {
        this.transactions = transactions;
        this.audit = audit;
    }

    /** All workspaces, by name. */
    public Page<Workspace> workspaces(MemberCaller caller) {
        return transactions.call(caller.context(), handle -> new Page<>(handle
                .createQuery("select id, name from workspace where org_id = :org order by name")
                .bind("org", caller.org())
                .map((row, _) -> new Workspace(Rows.uuid(row, "id"), row.getString("name"))).list(), null));
    }

    /** All approval groups, by name. */
    public Page<String> groups(MemberCaller caller) {
        return transactions.call(caller.context(), handle -> new Page<>(handle
                .createQuery("select name from approval_group where org_id = :org order by name")
                .bind("org", caller.org()).mapTo(String.class).list(), null));
    }

    /**
     * Creates a workspace.
     *
     * @throws RefusedException FORBIDDEN, NAME_TAKEN
     */
    public Workspace createWorkspace(MemberCaller caller, String name) {
        caller.require(Role.OWNER, Role.ADMIN);
        return transactions.call(caller.context(), handle -> {
            Made made = add(handle, caller.org(), caller.actor(), name)
                    .orElseThrow(() -> new RefusedException(ErrorCode.NAME_TAKEN));
            audit.append(handle, caller.org(), made.event());
            return new Workspace(made.id(), name);
        });
    }

    /** Adds a workspace; empty where the organization has one of that name. */
    public static Optional<Made> add(Handle handle, UUID org, Actor by, String name) {
        Workspace made = new Workspace(Ids.next(), name);
        int inserted = handle.createUpdate(
                "insert into workspace (org_id, id, name) values (:org, :id, :name) on conflict do nothing")
                .bind("org", org).bind("id", made.workspace()).bind("name", name).execute();
        return inserted == 0
                ? Optional.empty()
                : Optional.of(new Made(made.workspace(), event(by, WORKSPACE_CREATED, made)));
    }

    /** A new workspace and the event to append. */
    public record Made(UUID id, EventDraft event) {}

    /**
     * Renames a workspace.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, NAME_TAKEN
     */
    public Workspace renameWorkspace(MemberCaller caller, UUID workspace, String name) {
        caller.require(Role.OWNER, Role.ADMIN);
        Workspace renamed = new Workspace(workspace, name);
        return transactions.call(caller.context(), handle -> {
            List<UUID> known = handle
                    .createQuery("select id from workspace where org_id = :org order by id for update")
                    .bind("org", caller.org()).mapTo(UUID.class).list();
            if (!known.contains(workspace)) {
                throw new RefusedException(ErrorCode.NOT_FOUND);
            }
            int changed = handle.createUpdate("""
                    update workspace set name = :name where org_id = :org and id = :id
                       and not exists (select from workspace o where o.org_id = :org and o.name = :name and o.id <> :id)
                    """)
                    .bind("org", caller.org()).bind("id", workspace).bind("name", name).execute();
            requireOne(changed);
            audit.append(handle, caller.org(), event(caller.actor(), WORKSPACE_RENAMED, renamed));
            return renamed;
        });
    }

    /**
     * Creates an approval group without members.
     *
     * @throws RefusedException FORBIDDEN, NAME_TAKEN
     */
    public Recorded<String> createGroup(Handle handle, UUID org, Author by, String name) {
        by.person().require(Role.OWNER, Role.ADMIN);
        requireOne(MemberRows.insertGroup(handle, org, name));
        return Recorded.of(name, new EventDraft(EventType.GROUP_CREATED, by.actor(), new Subject(name, "group"), null,
                JsonObject.builder().put("group", name).build()));
    }

    private static void requireOne(int changed) {
        if (changed != 1) {
            throw new RefusedException(ErrorCode.NAME_TAKEN);
        }
    }

    private static EventDraft event(Actor by, String type, Workspace workspace) {
        return new EventDraft(type, by, new Subject(workspace.workspace().toString(), "workspace"),
                workspace.workspace(), JsonObject.builder().put("name", workspace.name())
                        .put("workspace", workspace.workspace().toString()).build());
    }
}
