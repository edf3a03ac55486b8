package dev.agenthub.server.policies;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyText;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.common.StorableText;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberRows;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What members and administrators do with policies: read versions, check a draft, publish. Thread-safe. */
public final class PolicyAdmin {
    private static final String LIST = """
            select p.id, p.name, v.version, v.digest, v.published_at, v.published_by,
                   (select count(*) from agent a where a.org_id = p.org_id and a.policy_id = p.id) as agents
              from policy p
              join policy_version v on v.org_id = p.org_id and v.policy_id = p.id and v.version = p.current_version
             where p.org_id = :org and p.kind = 'action' and (cast(:after as uuid) is null or p.id > cast(:after as uuid))
             order by p.id limit :limit
            """;
    private static final String VERSIONS = """
            select v.policy_id as id, v.version, v.digest, v.document, v.published_at, v.published_by
              from policy_version v join policy p on p.org_id = v.org_id and p.id = v.policy_id and p.kind = 'action'
             where v.org_id = :org and v.policy_id = :policy and v.version < :before
             order by v.version desc limit :limit
            """;
    private static final String FIRST_VERSION = """
            select v.policy_id as id, v.version, v.digest from policy p
              join policy_version v on v.org_id = p.org_id and v.policy_id = p.id and v.version = p.current_version
             where p.org_id = :org and p.kind = 'action' and p.name = :name and v.version = 1 and v.document = :document
            """;

    private final OrgTransactions transactions;

    public PolicyAdmin(OrgTransactions transactions) {
        this.transactions = transactions;
    }

    /** A page of all policies with their version in force, oldest first. */
    public Page<PolicySummary> list(MemberCaller caller, @Nullable UUID after, int limit) {
        caller.require(Role.values());
        return transactions.call(caller.context(), handle -> {
            List<PolicySummary> found = handle.createQuery(LIST)
                    .bind("org", caller.org()).bind("after", after).bind("limit", limit + 1)
                    .map((row, _) -> new PolicySummary(row.getString("name"), version(row),
                            Rows.instant(row, "published_at"), Rows.uuidOrNull(row, "published_by"),
                            row.getInt("agents")))
                    .list();
            List<PolicySummary> page = found.subList(0, Math.min(limit, found.size()));
            return new Page<>(page, found.size() > limit ? page.getLast().current().id().toString() : null);
        });
    }

    /**
     * A page of a policy's versions, newest first.
     *
     * @throws RefusedException NOT_FOUND
     */
    public Page<PolicyText> versions(MemberCaller caller, UUID policy, @Nullable Integer before, int limit) {
        caller.require(Role.values());
        return transactions.call(caller.context(), handle -> {
            List<PolicyText> found = handle.createQuery(VERSIONS)
                    .bind("org", caller.org()).bind("policy", policy)
                    .bind("before", before == null ? Integer.MAX_VALUE : before).bind("limit", limit + 1)
                    .map((row, _) -> text(row)).list();
            if (found.isEmpty() && before == null) {
                throw new RefusedException(ErrorCode.NOT_FOUND);
            }
            List<PolicyText> page = found.subList(0, Math.min(limit, found.size()));
            return new Page<>(page,
                    found.size() > limit ? Integer.toString(page.getLast().version().version()) : null);
        });
    }

    private static PolicyText text(ResultSet row) throws SQLException {
        return new PolicyText(version(row), new String(row.getBytes("document"), StandardCharsets.UTF_8),
                Rows.instant(row, "published_at"), Rows.uuidOrNull(row, "published_by"));
    }

    /** The id, number and digest that a version with this document would have. */
    public static PolicyVersion version(UUID policy, int number, JsonObject document) {
        return new PolicyVersion(policy, number, Hash.sha256(document.canonicalBytes()).hex());
    }

    private static PolicyVersion version(ResultSet row) throws SQLException {
        return new PolicyVersion(Rows.uuid(row, "id"), row.getInt("version"), Rows.hash(row, "digest").hex());
    }

    /** Checks that a draft is well-formed and that the groups that it names exist. */
    public PolicyCheck check(MemberCaller caller, String document) {
        caller.require(Role.ADMIN, Role.OWNER);
        try {
            JsonValue value = JsonValue.parse(document.getBytes(StandardCharsets.UTF_8));
            PolicyDocument read = PolicyDocument.parse(value.canonicalBytes());
            List<String> missing = transactions.call(caller.context(),
                    handle -> MemberRows.missingGroups(handle, caller.org(), read.groups()));
            return missing.isEmpty()
                    ? new PolicyCheck(true, Hash.sha256(value.canonicalBytes()).hex(), null, null)
                    : new PolicyCheck(false, null, "", noGroup(missing));
        } catch (DocumentFault e) {
            return new PolicyCheck(false, null, e.pointer(), e.fault());
        } catch (EvidenceException e) {
            return new PolicyCheck(false, null, "", StorableText.fault(e));
        }
    }

    /**
     * Publishes the first version of a new policy, or the next version of an existing one.
     *
     * @param name the name of a new policy
     * @param expected the version that the document was made from; 0 for a new policy
     * @throws RefusedException FORBIDDEN; NOT_FOUND; NAME_TAKEN; POLICY_INVALID, its
     *        detail beginning with the JSON Pointer to the fault; POLICY_CONFLICT
     */
    public static Recorded<PolicyVersion> publish(Handle handle, UUID org, Author by, UUID policy, String name,
            int expected, JsonObject document) {
        by.person().require(Role.ADMIN, Role.OWNER);
        requireGroups(handle, org, Policies.requireUnderstood(document.canonicalBytes()).groups());
        Policies.Published published = expected == 0
                ? Policies.publish(handle, org, policy, name, document, by.actor(), by.member())
                : Policies.publishNext(handle, org, policy, expected, document, by.actor(), by.member());
        return Recorded.of(published.version(), published.event());
    }

    /** The policy of that name whose first and only version is this document. */
    public static Optional<PolicyVersion> firstVersion(Handle handle, UUID org, String name, JsonObject document) {
        return handle.createQuery(FIRST_VERSION)
                .bind("org", org).bind("name", name).bind("document", document.canonicalBytes())
                .map((row, _) -> version(row)).findOne();
    }

    /**
     * A policy's name.
     *
     * @throws RefusedException NOT_FOUND
     */
    public static String name(Handle handle, UUID org, UUID policy) {
        return Policies.name(handle, org, policy);
    }

    /**
     * The version in force.
     *
     * @throws RefusedException NOT_FOUND
     */
    public static PolicyText current(Handle handle, UUID org, UUID policy) {
        return handle.createQuery("""
                select v.policy_id as id, v.version, v.digest, v.document, v.published_at, v.published_by from policy p
                  join policy_version v on v.org_id = p.org_id and v.policy_id = p.id and v.version = p.current_version
                 where p.org_id = :org and p.kind = 'action' and p.id = :policy
                """)
                .bind("org", org).bind("policy", policy).map((row, _) -> text(row)).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /**
     * Parses a document that is to be published.
     *
     * @throws RefusedException POLICY_INVALID where it is no JSON object
     */
    public static JsonObject read(String document) {
        try {
            if (JsonValue.parse(document.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object) {
                return object;
            }
        } catch (EvidenceException e) {
            throw new RefusedException(ErrorCode.POLICY_INVALID, "\"\": " + StorableText.fault(e), e);
        }
        throw new RefusedException(ErrorCode.POLICY_INVALID, "\"\": An object is expected.");
    }

    /**
     * Requires that all these groups exist.
     *
     * @throws RefusedException POLICY_INVALID, naming the missing ones
     */
    public static void requireGroups(Handle handle, UUID org, Set<String> groups) {
        // They could never approve anything.
        List<String> missing = MemberRows.missingGroups(handle, org, groups);
        if (!missing.isEmpty()) {
            throw new RefusedException(ErrorCode.POLICY_INVALID, "\"\": " + noGroup(missing));
        }
    }

    private static String noGroup(List<String> missing) {
        return "There is no approval group " + String.join(", ", missing) + ".";
    }
}
