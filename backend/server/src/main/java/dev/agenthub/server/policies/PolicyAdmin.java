package dev.agenthub.server.policies;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewPolicyRequest;
import dev.agenthub.api.Page;
import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyText;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.Role;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.Rows;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.policies.rules.PolicyDocument;
import dev.agenthub.server.policies.rules.PolicyFault;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.ToIntBiFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What admins do with policies: read every version, check a draft, publish the next one. Thread-safe. */
public final class PolicyAdmin {

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final ToIntBiFunction<UUID, UUID> reconsider;

    /**
     * Makes the capability.
     *
     * @param reconsider asks a policy of an organization again about what is open, after its publication was committed; returns how many were cancelled
     */
    public PolicyAdmin(OrgTransactions transactions, AuditLog audit, ToIntBiFunction<UUID, UUID> reconsider) {
        this.transactions = transactions;
        this.audit = audit;
        this.reconsider = reconsider;
    }

    /** All policies with their version in force, the oldest first. */
    public Page<PolicySummary> list(MemberCaller caller, @Nullable UUID after, int limit) {
        caller.require(Role.values());
        return transactions.call(caller.context(), handle -> {
            List<PolicySummary> found = handle
                    .createQuery(
                            """
                                    select p.id, p.name, v.version, v.digest, v.published_at, v.published_by,
                                           (select count(*) from agent a where a.org_id = p.org_id and a.policy_id = p.id) as agents
                                      from policy p
                                      join policy_version v on v.org_id = p.org_id and v.policy_id = p.id and v.version = p.current_version
                                     where p.org_id = :org and (cast(:after as uuid) is null or p.id > cast(:after as uuid))
                                     order by p.id limit :limit
                                    """)
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
     * The versions of a policy before one of them, the newest first.
     *
     * @throws RefusedException NOT_FOUND
     */
    public Page<PolicyText> versions(MemberCaller caller, UUID policy, @Nullable Integer before, int limit) {
        caller.require(Role.values());
        return transactions.call(caller.context(), handle -> {
            List<PolicyText> found = handle.createQuery("""
                    select policy_id as id, version, digest, document, published_at, published_by from policy_version
                     where org_id = :org and policy_id = :policy and version < :before
                     order by version desc limit :limit
                    """)
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

    private static PolicyVersion version(ResultSet row) throws SQLException {
        return new PolicyVersion(Rows.uuid(row, "id"), row.getInt("version"), Rows.hash(row, "digest").hex());
    }

    /** Whether a draft can be understood, and all the groups it names are there. */
    public PolicyCheck check(MemberCaller caller, String document) {
        caller.require(Role.ADMIN, Role.OWNER);
        try {
            JsonValue value = JsonValue.parse(document.getBytes(StandardCharsets.UTF_8));
            PolicyDocument read = PolicyDocument.parse(value.canonicalBytes());
            List<String> missing = transactions.call(caller.context(),
                    handle -> missingGroups(handle, caller.org(), read));
            return missing.isEmpty()
                    ? new PolicyCheck(true, Hash.sha256(value.canonicalBytes()).hex(), null, null)
                    : new PolicyCheck(false, null, "", noGroup(missing));
        } catch (PolicyFault e) {
            return new PolicyCheck(false, null, e.pointer(), e.fault());
        } catch (EvidenceException e) {
            return new PolicyCheck(false, null, "", notJson(e));
        }
    }

    /**
     * Publishes the first version of a new policy; the same name and document again change nothing.
     *
     * @throws RefusedException FORBIDDEN; POLICY_INVALID, its detail beginning with the JSON Pointer to the fault; NAME_TAKEN
     */
    public PublishedPolicy create(MemberCaller caller, NewPolicyRequest request) {
        caller.require(Role.ADMIN, Role.OWNER);
        JsonObject document = read(request.document());
        return transactions.call(caller.context(), handle -> {
            requireGroups(handle, caller.org(), Policies.requireUnderstood(document.canonicalBytes()));
            Optional<Policies.Published> published = Policies.publishIfNew(handle, caller.org(), request.name(),
                    document, caller.actor(), caller.member());
            published.ifPresent(made -> audit.append(handle, caller.org(), made.event()));
            return new PublishedPolicy(published.map(Policies.Published::version)
                    .orElseGet(() -> firstVersion(handle, caller.org(), request.name(), document)), 0);
        });
    }

    private static PolicyVersion firstVersion(Handle handle, UUID org, String name, JsonObject document) {
        return handle.createQuery("""
                select v.policy_id as id, v.version, v.digest from policy p
                  join policy_version v on v.org_id = p.org_id and v.policy_id = p.id and v.version = p.current_version
                 where p.org_id = :org and p.name = :name and v.version = 1 and v.document = :document
                """)
                .bind("org", org).bind("name", name).bind("document", document.canonicalBytes())
                .map((row, _) -> version(row)).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NAME_TAKEN));
    }

    /**
     * Publishes the next version; the same one published again changes nothing.
     *
     * @throws RefusedException FORBIDDEN; NOT_FOUND; POLICY_INVALID, its detail beginning with the JSON Pointer to the fault; POLICY_CONFLICT
     */
    public PublishedPolicy publish(MemberCaller caller, UUID policy, PublishPolicyRequest request) {
        caller.require(Role.ADMIN, Role.OWNER);
        JsonObject document = read(request.document());
        PolicyVersion version = transactions.call(caller.context(), handle -> {
            requireGroups(handle, caller.org(), Policies.requireUnderstood(document.canonicalBytes()));
            PolicyVersion wanted = new PolicyVersion(policy, request.expectedVersion() + 1,
                    Hash.sha256(document.canonicalBytes()).hex());
            if (Policies.currentVersion(handle, caller.org(), policy).filter(wanted::equals).isPresent()) {
                return wanted;
            }
            Policies.Published published = Policies.publishNext(handle, caller.org(), policy,
                    request.expectedVersion(), document, caller.actor(), caller.member());
            audit.append(handle, caller.org(), published.event());
            return published.version();
        });
        return new PublishedPolicy(version, reconsider.applyAsInt(caller.org(), policy));
    }

    private static JsonObject read(String document) {
        try {
            if (JsonValue.parse(document.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object) {
                return object;
            }
        } catch (EvidenceException e) {
            throw new RefusedException(ErrorCode.POLICY_INVALID, "\"\": " + notJson(e), e);
        }
        throw new RefusedException(ErrorCode.POLICY_INVALID, "\"\": An object is expected.");
    }

    private static String notJson(EvidenceException e) {
        return e.code() + " at byte " + e.offset() + ": " + e.getMessage();
    }

    private static void requireGroups(Handle handle, UUID org, PolicyDocument document) {
        List<String> missing = missingGroups(handle, org, document);
        if (!missing.isEmpty()) {
            throw new RefusedException(ErrorCode.POLICY_INVALID, "\"\": " + noGroup(missing));
        }
    }

    /** A group that is not there could never approve anything. */
    private static List<String> missingGroups(Handle handle, UUID org, PolicyDocument document) {
        TreeSet<String> missing = new TreeSet<>(document.groups());
        handle.createQuery("select name from approval_group where org_id = :org").bind("org", org)
                .mapTo(String.class).forEach(missing::remove);
        return List.copyOf(missing);
    }

    private static String noGroup(List<String> missing) {
        return "There is no approval group " + String.join(", ", missing) + ".";
    }
}
