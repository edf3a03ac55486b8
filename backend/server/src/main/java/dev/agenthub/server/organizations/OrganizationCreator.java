package dev.agenthub.server.organizations;

import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.policies.Policies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Creates organizations. Each has a name, an open log, the usual approval groups and one policy, so that an
 * agent can be installed at once. Its making is the first event after the opening of its log. Thread-safe.
 */
public final class OrganizationCreator {
    /** The approval groups that every organization begins with; its first owner is in them. */
    public static final List<String> GROUPS = List.of("approvers", "finance");

    static final String CREATED = "organization.created";

    private static final String DEPLOYMENT = "agenthub";
    private static final String POLICY = "Default";
    /** What would be asked without any rule, written down where people look for it and change it. */
    private static final String DOCUMENT = """
            {"rules":[{"outcome":"require","required":[{"count":1,"group":"approvers"}],"expiresIn":"P3D"}]}""";

    private final Database database;
    private final AuditLog audit;

    public OrganizationCreator(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Makes an organization of that name; nobody else may do so at the same time. */
    public UUID create(String name) {
        UUID org = database.organizations().create(name, DEPLOYMENT);
        complete(org);
        return org;
    }

    /** The organization that was made first, or one of that name where there is none; nobody else may do so at the same time. */
    public UUID firstOr(String name) {
        // Those who died while they made one left it without a log.
        List<UUID> all = database.organizations().all();
        all.forEach(this::complete);
        return all.isEmpty() ? create(name) : all.getFirst();
    }

    private void complete(UUID org) {
        database.transactions().run(OrgContext.system(org), handle -> {
            if (openLog(handle, org, audit)) {
                audit.append(handle, org, Policies.publish(handle, org, POLICY,
                        (JsonObject) JsonValue.parse(DOCUMENT.getBytes(StandardCharsets.UTF_8)), AuditLog.system(),
                        null).event());
            }
        });
    }

    /** Opens an organization's log and makes its approval groups; false where the log is open already. */
    public static boolean openLog(Handle handle, UUID org, AuditLog audit) {
        AuditLog.Head head = audit.head(handle);
        if (head.size() > 0) {
            return false;
        }
        MemberRows.ensureGroups(handle, org, GROUPS);
        String origin = head.origin().toString();
        audit.append(handle, org,
                new EventDraft(EventType.LOG_OPENED, AuditLog.system(), new Subject(origin, "log"), null,
                        JsonObject.builder().put("origin", origin).build()),
                new EventDraft(CREATED, AuditLog.system(), new Subject(org.toString(), "organization"), null,
                        JsonObject.builder().put("groups", JsonArray.ofStrings(GROUPS)).put("name", name(handle, org))
                                .build()));
        return true;
    }

    /** What an organization is called. */
    public static String name(Handle handle, UUID org) {
        return handle.createQuery("select name from organization where org_id = :org").bind("org", org)
                .mapTo(String.class).one();
    }
}
