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
 * Adds up in the database what earlier requests have used of a limit. A request is its own reservation: it counts from its submission on,
 * and no longer once it was denied, cancelled, refused, expired, or failed without effect; one whose outcome is unknown keeps counting.
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
    /** Of the log; taken by those that are being submitted. */
    private final Runnable turn;
    private boolean turnTaken;

    private RequestUsage(Handle handle, UUID org, Instant now, @Nullable UUID before, Runnable turn) {
        this.turn = turn;
        this.handle = handle;
        this.org = org;
        this.now = now;
        this.before = before;
    }

    /**
     * For an action that is being submitted: whoever else submits under a limit in its workspace waits until this
     * transaction ends, in whatever process, so that two can't both slip under. So does whoever else appends to
     * the log, so that exactly what is in it before this action is added up, which anybody can add up again.
     *
     * @param turn takes the log's turn until this transaction ends
     */
    public static RequestUsage now(Handle handle, UUID org, Instant now, Runnable turn) {
        return new RequestUsage(handle, org, now, null, turn);
    }

    /** For a request that was made at that moment: what was used before it. */
    public static RequestUsage before(Handle handle, UUID org, UUID request, Instant madeAt) {
        return new RequestUsage(handle, org, madeAt, request, () -> {});
    }

    private record Used(BigDecimal used, long strange) {}

    @Override
    public Optional<BigDecimal> before(String place, Limit limit, Match match, PolicyInput question) {
        if (before == null && !turnTaken) {
            takeTurn(handle, org, question.workspace(), question.connector());
            turn.run();
            turnTaken = true;
        }
        Pointer amount = limit.amount();
        Query query = handle.createQuery(amount == null ? COUNT : SUM);
        if (amount != null) {
            // As it stands in the JSON text: in quotes.
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
     * Waits for whoever submits under a limit in the workspace, and lets the next one wait until this transaction ends. With the agent,
     * which is held before, these are the locks that storing the request takes, so that it waits for nobody once it has the log's turn.
     */
    public static void takeTurn(Handle handle, UUID org, UUID workspace, UUID connector) {
        handle.createQuery("select id from workspace where org_id = :org and id = :id for no key update")
                .bind("org", org).bind("id", workspace).mapTo(UUID.class).one();
        handle.createQuery("select id from connector where org_id = :org and id = :id for key share")
                .bind("org", org).bind("id", connector).mapTo(UUID.class).one();
    }
}
