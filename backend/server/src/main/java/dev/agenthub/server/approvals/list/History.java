package dev.agenthub.server.approvals.list;

import dev.agenthub.api.NumberHistory;
import dev.agenthub.api.RequestDay;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.ToolChange;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.policy.Decimals;
import dev.agenthub.evidence.policy.HostPattern;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.approvals.decide.PayloadFetches;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.common.Rows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Compares a request with the earlier actions of its agent. The compared arguments are those that the tool's title names. */
public final class History {

    private static final String CURRENCY = "currency";
    /** The longest string that is compared; longer ones are prose and always differ. */
    private static final int SHORT = 100;
    /** The largest payload that is parsed, in bytes, so that the answer stays fast. */
    private static final int LARGEST = 64 * 1024;

    private static final String ACTIONS = """
            with newest as materialized (
                select request_id, started_at from run
                 where org_id = :org and agent_id = :agent and started_at < :before and outcome = 'executed'
                 order by started_at desc limit :most),
            looked_at as (select :request as id, cast('infinity' as timestamptz) as at union all select request_id, started_at from newest)
            select r.id, r.tool_name, document #>> '{call,http,url}' as url, document #>> '{call,mcp,server}' as server,
                   document #>> '{tool,digest}' as definition,
                   array(select left(document -> 'arguments' ->> name, :longest) from unnest(:names) with ordinality n(name, at) order by n.at)
                       as arguments
              from looked_at
              join approval_request r on r.org_id = :org and r.id = looked_at.id
              cross join lateral (select case when length(r.payload) <= :largest then convert_from(r.payload, 'UTF8')::json end as document) p
             order by looked_at.at desc
            """;

    private final List<String> names;
    private final Action asked;
    private final List<Action> runs;

    /**
     * An action, with its values of the compared arguments and of {@link #CURRENCY}.
     *
     * @param definition the digest of its tool's definition; empty where the payload is too large to be parsed
     * @param goesTo the host or MCP server that it calls; empty where that is unknown
     */
    private record Action(UUID request, String tool, String definition, String goesTo,
            List<@Nullable String> arguments) {

        /** Whether both definitions are known and differ; an unknown one does not count as changed. */
        boolean hasOtherDefinition(Action other) {
            return !definition.isEmpty() && !other.definition.isEmpty() && !definition.equals(other.definition);
        }

        @Nullable
        String currency() {
            return arguments.getLast();
        }

        @Nullable
        BigDecimal decimal(int argument) {
            String text = arguments.get(argument);
            return text == null ? null : Decimals.of(new JsonString(text));
        }
    }

    private History(List<String> names, List<Action> actions) {
        this.names = names;
        this.asked = actions.getFirst();
        this.runs = actions.subList(1, actions.size());
    }

    public static RequestHistory of(Handle handle, UUID org, StoredRequest request, Instant now) {
        if (!(request.asked() instanceof RequestSubject.Action action)) {
            return new RequestHistory(0, null, 0, 0, null, false, List.of(), List.of(), List.of(),
                    PayloadFetches.of(handle, org, request.id()));
        }
        List<String> names = Agents.tool(handle, org, action.agent(), action.tool())
                .map(tool -> tool.definition().title().arguments()).orElse(List.of());
        History history = new History(names, actions(handle, org, request, action, names));
        return new RequestHistory(history.runs.size(), history.like(), history.likeRuns(), history.sameDefinitionRuns(),
                history.toolChange(handle, org, action.agent()), history.newHost(), history.newArguments(),
                history.numbers(), days(handle, org, action.agent(), now),
                PayloadFetches.of(handle, org, request.id()));
    }

    /** The request itself, followed by the newest actions that ran before it. */
    private static List<Action> actions(Handle handle, UUID org, StoredRequest request, RequestSubject.Action action,
            List<String> names) {
        List<String> wanted = new ArrayList<>(names);
        wanted.add(CURRENCY);
        return handle.createQuery(ACTIONS).bind("org", org).bind("request", request.id()).bind("agent", action.agent())
                .bind("before", request.createdAt()).bind("most", RequestHistory.MOST_RUNS)
                .bind("longest", SHORT + 1).bind("largest", LARGEST).bindArray("names", String.class, wanted)
                .map((row, _) -> action(row)).list();
    }

    private static Action action(ResultSet row) throws SQLException {
        String url = row.getString("url");
        String goesTo = url == null ? row.getString("server") : HostPattern.hostOf(url);
        return new Action(Rows.uuid(row, "id"), row.getString("tool_name"),
                Objects.requireNonNullElse(row.getString("definition"), ""), Objects.requireNonNullElse(goesTo, ""),
                Arrays.asList((String[]) row.getArray("arguments").getArray()));
    }

    private static List<RequestDay> days(Handle handle, UUID org, UUID agent, Instant now) {
        return handle.createQuery("""
                select (created_at at time zone 'UTC')::date as day, count(*) as requests from approval_request
                 where org_id = :org and agent_id = :agent and created_at > :since group by 1 order by 1
                """).bind("org", org).bind("agent", agent)
                .bind("since", now.minus(Duration.ofDays(RequestHistory.LAST_DAYS)))
                .map((row, _) -> new RequestDay(row.getObject("day", LocalDate.class), row.getLong("requests"))).list();
    }

    private Stream<Action> withSameTool() {
        return runs.stream().filter(run -> run.tool().equals(asked.tool()));
    }

    private @Nullable UUID like() {
        return withSameTool().map(Action::request).findFirst().orElse(null);
    }

    private int likeRuns() {
        return (int) withSameTool().count();
    }

    private int sameDefinitionRuns() {
        return (int) withSameTool().filter(run -> !run.hasOtherDefinition(asked)).count();
    }

    private @Nullable ToolChange toolChange(Handle handle, UUID org, UUID agent) {
        return withSameTool().filter(run -> run.hasOtherDefinition(asked)).findFirst()
                .map(run -> new ToolChange(run.request(), run.definition(),
                        Agents.definition(handle, org, agent, run.definition()).orElse(null),
                        Agents.definition(handle, org, agent, asked.definition()).orElse(null)))
                .orElse(null);
    }

    private boolean newHost() {
        return runs.stream().noneMatch(run -> run.goesTo().equals(asked.goesTo()));
    }

    private List<String> newArguments() {
        return IntStream.range(0, names.size()).filter(this::isNew).mapToObj(names::get).toList();
    }

    private boolean isNew(int argument) {
        String value = asked.arguments().get(argument);
        return value != null && value.length() <= SHORT && asked.decimal(argument) == null
                && withSameTool().noneMatch(run -> value.equals(run.arguments().get(argument)));
    }

    private List<NumberHistory> numbers() {
        return IntStream.range(0, names.size()).filter(argument -> asked.decimal(argument) != null)
                .mapToObj(argument -> new NumberHistory(names.get(argument), earlier(argument))).toList();
    }

    private List<String> earlier(int argument) {
        return withSameTool().filter(run -> Objects.equals(run.currency(), asked.currency()))
                .map(run -> run.decimal(argument)).filter(Objects::nonNull).map(BigDecimal::toPlainString).toList();
    }
}
