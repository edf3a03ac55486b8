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
 * Creates organizations. Each gets a name, an audit log, the default approval groups and one policy, so that an
 * agent can be installed at once. The creation is the first event after the opening of its log. Thread-safe.
 */
public final class OrganizationCreator {
    /** The default approval groups; the first owner is a member of them. */
    public static final List<String> GROUPS = List.of("approvers", "finance");

    static final String CREATED = "organization.created";

    private static final String DEPLOYMENT = "agenthub";
    private static final String POLICY = "Default";
    /** The default policy, which asks for the same as no rules at all, as a document to edit. */
    private static final String DOCUMENT = """
            {"rules":[{"outcome":"require","required":[{"count":1,"group":"approvers"}],"expiresIn":"P3D"}]}""";

    private final Database database;
    private final AuditLog audit;

    public OrganizationCreator(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Creates an organization; the caller excludes concurrent creations. */
    public UUID create(String name) {
        UUID org = database.organizations().create(name, DEPLOYMENT);
        complete(org);
        return org;
    }

    /** The first organization, or a new one of that name where there is none; the caller excludes concurrent creations. */
    public UUID firstOr(String name) {
        // An organization without a log was left by a process that died while creating it.
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

    /** Opens an organization's log and creates its approval groups; false where the log is open already. */
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

    /** An organization's name. */
    public static String name(Handle handle, UUID org) {
        return handle.createQuery("select name from organization where org_id = :org").bind("org", org)
                .mapTo(String.class).one();
    }
}
