package dev.agenthub.server.approvals.requests;

import dev.agenthub.evidence.policy.Decimals;
import dev.agenthub.evidence.policy.EarlierUsage;
import dev.agenthub.evidence.policy.Limit;
import dev.agenthub.evidence.policy.Match;
import dev.agenthub.evidence.policy.Pointer;
import dev.agenthub.evidence.policy.PolicyInput;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what earlier requests have used of a policy's limit. A request reserves its own amount: it counts from its submission
 * on, until it is denied, cancelled, refused, expired, or failed without effect. One whose outcome is unknown keeps counting.
 */
public final class RequestUsage implements EarlierUsage {

    private static final String FILTER = """
              from approval_request r
             where r.org_id = :org and r.workspace_id = :workspace and r.proposer_id is null and r.created_at > :since
               and r.state in ('pending', 'approved', 'executing', 'executed', 'unknown')
               and (cast(:before as uuid) is null or r.id < cast(:before as uuid))
               and (not :perAgent or r.agent_id = :agent) and (not :perTool or r.tool_name = :tool)
               and (cardinality(:agents) = 0 or r.agent_id::text = any(:agents))
               and (cardinality(:tools) = 0 or r.tool_name like any(:tools))
               and (cardinality(:connectors) = 0 or r.connector_id::text = any(:connectors))
               and (cardinality(:risks) = 0 or r.risk = any(:risks))
            """;

    private static final String COUNT = "select count(*)::numeric as used, 0 as strange " + FILTER;
    private static final String SUM = """
            select coalesce(sum(abs(case when found.counts then (found.value #>> '{}')::numeric else 0 end)), 0) as used,
                   count(*) filter (where found.value is not null and not found.counts) as strange
              from (select v.value, json_typeof(v.value) = 'number'
                           or (json_typeof(v.value) = 'string' and (v.value)::text ~ :decimal) as counts
                      from (select convert_from(r.payload, 'UTF8')::json #> :path as value
            """
            + FILTER + ") v) found";

    private final Handle handle;
    private final UUID org;
    private final Instant now;
    private final @Nullable UUID before;
    /** Takes the log's lock, for requests that are being submitted; does nothing otherwise. */
    private final Runnable lockLog;
    private boolean locked;

    private RequestUsage(Handle handle, UUID org, Instant now, @Nullable UUID before, Runnable lockLog) {
        this.lockLog = lockLog;
        this.handle = handle;
        this.org = org;
        this.now = now;
        this.before = before;
    }

    /**
     * Usage as of now, for an action that is being submitted. Locks the workspace's limits and the log until
     * this transaction ends, so that two concurrent requests, in any process, cannot both fit under a limit,
     * and so that exactly the events before this action are counted, which a verifier can count again.
     *
     * @param lockLog takes the log's lock until this transaction ends
     */
    public static RequestUsage now(Handle handle, UUID org, Instant now, Runnable lockLog) {
        return new RequestUsage(handle, org, now, null, lockLog);
    }

    /** Usage before a request that was made at this moment. */
    public static RequestUsage before(Handle handle, UUID org, UUID request, Instant madeAt) {
        return new RequestUsage(handle, org, madeAt, request, () -> {});
    }

    private record Used(BigDecimal used, long strange) {}

    @Override
    public Optional<BigDecimal> before(String place, Limit limit, Match match, PolicyInput question) {
        if (before == null && !locked) {
            lockLimits(handle, org, question.workspace(), question.connector());
            lockLog.run();
            locked = true;
        }
        Pointer amount = limit.amount();
        Query query = handle.createQuery(amount == null ? COUNT : SUM);
        if (amount != null) {
            // The value as JSON text has it, with its quotation marks.
            query.bindArray("path", String.class, amount.tokens()).bind("decimal",
                    Decimals.TEXT.replace("^", "^\"").replace("$", "\"$"));
        }
        Used used = query.bind("org", org).bind("workspace", question.workspace())
                .bind("since", now.minus(limit.within())).bind("before", before)
                .bind("perAgent", limit.per() == Limit.Per.AGENT).bind("agent", question.agent())
                .bind("perTool", limit.per() == Limit.Per.TOOL).bind("tool", question.tool())
                .bindArray("agents", String.class, match.agents())
                .bindArray("tools", String.class, match.tools().stream().map(RequestUsage::like).toList())
                .bindArray("connectors", String.class, match.connectors())
                .bindArray("risks", String.class, match.risks())
                .map((row, _) -> new Used(row.getBigDecimal("used"), row.getLong("strange"))).one();
        return used.strange() == 0 ? Optional.of(used.used()) : Optional.empty();
    }

    private static String like(String pattern) {
        return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%");
    }

    /**
     * Locks the workspace's limits against actions that are counted, for one that is not, until this transaction ends. Called before
     * its row is stored: one that is counted stores its row under the log's lock, where it must not wait for a row with its
     * idempotency key, whose transaction waits for the log. Does nothing where the limits are locked already.
     */
    public void holdUncounted(UUID workspace) {
        if (!locked) {
            handle.createQuery("select id from workspace where org_id = :org and id = :id for share")
                    .bind("org", org).bind("id", workspace).mapTo(UUID.class).one();
        }
    }

    /**
     * Locks the workspace's limits, and the further locks that storing the request takes, until this transaction ends. With
     * the agent, which the caller has locked before, the transaction then waits for nothing while it holds the log's lock.
     */
    public static void lockLimits(Handle handle, UUID org, UUID workspace, UUID connector) {
        handle.createQuery("select id from workspace where org_id = :org and id = :id for no key update")
                .bind("org", org).bind("id", workspace).mapTo(UUID.class).one();
        handle.createQuery("select id from connector where org_id = :org and id = :id for key share")
                .bind("org", org).bind("id", connector).mapTo(UUID.class).one();
    }
}
