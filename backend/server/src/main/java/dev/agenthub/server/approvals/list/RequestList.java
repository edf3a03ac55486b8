package dev.agenthub.server.approvals.list;

import dev.agenthub.api.AgentCount;
import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.RequestCount;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.api.Role;
import dev.agenthub.db.connection.StaticSql;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.identity.StoredMember;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Lists and counts the requests that match a filter.
 *
 * <p>The requests of one state and risk are a stretch of an index, of which at most a page is read,
 * so that a page costs the same however many requests there are. Conditions that no index answers
 * (a tool, words, what the caller may decide) read the rows of a stretch until the page is full.
 */
public final class RequestList {

    // The order within one stretch, and across stretches.
    private static final String NEWEST = "id desc";
    private static final String AGE = "id";
    private static final String EXPIRY = "expires_at, id";
    private static final String DECIDED = "listed_at desc, id desc";
    private static final String DANGER = "danger desc, " + EXPIRY;

    /** The columns of a stretch's query that its index alone can answer. */
    private static final String WITH_EXPIRY = "select q.id, q.expires_at";
    private static final String WITH_DECISION = "select q.id, q.listed_at";
    private static final String STRETCH = """
             from approval_request q
             where q.org_id = :org and q.state = s.state and q.risk = s.risk and
            """;
    /**
     * Leaves out folded agents' requests but the first. It uses the index alone, so that a
     * hundred thousand requests of one agent are skipped without reading their rows.
     */
    private static final String UNFOLDED = " and (q.agent_id is null or q.agent_id <> all (f.agents) or q.id = any (:first))";

    private static final String HITS = """
            with hits as materialized (
                select q.id, q.state, q.risk, q.agent_id, q.expires_at, q.listed_at from approval_request q
                 where q.org_id = :org and q.state = any (:allStates) and q.risk = any (:allRisks)
            """;
    /** The matches of a search, numbered in order by agent, state and risk. */
    private static final String PLACED = """
            ), placed as (select h.*, count(*) over (partition by agent_id, state, risk) as hits,
                                 row_number() over (partition by agent_id, state, risk order by
            """;
    private static final String NAMED = """
            ) as place from hits h),
            named as (select agent_id from placed where agent_id is not null
                       group by agent_id order by max(hits) > :folded desc, count(*) desc, agent_id limit :most)
            """;
    private static final String UNFOLDED_HITS = """
             and (q.agent_id is null or q.hits <= :folded or q.place <= :first or q.agent_id <> all (array(select agent_id from named)))
            """;
    private static final String MATCHING = """
             offset 0) u
             cross join lateral (select from approval_request q where q.org_id = :org and q.id = u.id
            """;
    private static final String BY_AGENT = """
                            group by q.agent_id, q.state, q.risk),
                 largest as (select agent_id, sum(requests) as total, max(requests) > :folded as floods from asked where agent_id is not null
                              group by agent_id order by floods desc, total desc, agent_id limit :most)
            select (select coalesce(sum(requests), 0) from asked) as every, l.agent_id, a.name, l.total, c.state, c.risk, c.requests
              from (values (1)) one (row)
              left join (largest l join asked c on c.agent_id = l.agent_id
                                   join agent a on a.org_id = :org and a.id = l.agent_id) on true
             order by l.floods desc, l.total desc, l.agent_id, c.state, c.risk
            """;
    private static final String FIRST_OF_FOLDS = """
            select picked.id from unnest(cast(:agents as uuid[]), cast(:states as text[]), cast(:risks as text[])) f (agent, state, risk)
             cross join lateral (select q.id from approval_request q
                                  where q.org_id = :org and q.state = f.state and q.risk = f.risk and q.agent_id = f.agent
            """;

    private final RequestFilter filter;
    private final StoredMember caller;
    private final RequestConditions conditions;

    public RequestList(UUID org, RequestFilter filter, StoredMember caller, Instant now) {
        this.filter = filter;
        this.caller = caller;
        this.conditions = new RequestConditions(org, filter, caller, now);
    }

    /**
     * The requests after the cursor.
     *
     * @param folded whether an agent that floods the list is shown by its first request
     *        only, as in {@link AgentCounts}; what is left out is the same for every caller
     */
    public List<StoredRequest> page(Handle handle, RequestOrder order, @Nullable RequestCursor after, int limit,
            boolean folded) {
        List<Stretch> stretches = stretches(order, after);
        if (stretches.isEmpty() || nothingIsMine()) {
            return List.of();
        }
        String within = switch (order) {
            case RISK, EXPIRY -> EXPIRY;
            case AGE -> AGE;
            case NEWEST -> NEWEST;
            case DECIDED -> DECIDED;
        };
        String from = switch (order) {
            case RISK, EXPIRY -> "(q.expires_at, q.id) > (s.moment, s.id)";
            case AGE -> "q.id > s.id";
            case NEWEST -> "q.id < s.id";
            case DECIDED -> "(q.listed_at, q.id) < (s.moment, s.id)";
        };
        String whole = order == RequestOrder.RISK ? DANGER : within;
        boolean folds = folded && filter.agent() == null;
        return filter.text() == null
                ? walk(handle, stretches, from, within, whole, limit, folds)
                : search(handle, stretches, from, within, whole, limit, folds);
    }

    private List<StoredRequest> walk(Handle handle, List<Stretch> stretches, String from, String within, String whole,
            int limit, boolean folded) {
        List<Fold> folds = folded ? folds(handle) : List.of();
        // Without statistics the planner takes a stretch for short, and reads and sorts all of it: 30 ms for 30,000 requests.
        sorting(handle, "off");
        List<UUID> first = folds.isEmpty() ? List.of() : first(handle, folds, within);
        String some = StaticSql.of(within.equals(DECIDED) ? WITH_DECISION : WITH_EXPIRY, STRETCH, from);
        Query query = handle.createQuery(StaticSql.of(
                """
                        with page as materialized (
                            select picked.*, s.danger
                              from unnest(cast(:states as text[]), cast(:risks as text[]), cast(:dangers as int[]),
                                          cast(:moments as timestamptz[]), cast(:ids as uuid[]), cast(:folded as text[]))
                                          s (state, risk, danger, moment, id, folded)
                             cross join lateral (select cast(s.folded as uuid[]) as agents offset 0) f
                             cross join lateral (
                        """,
                folds.isEmpty()
                        ? StaticSql.of(some, conditions.all(filter.mine()))
                        : StaticSql.of("select u.* from (", some, UNFOLDED, " order by ", within,
                                MATCHING,
                                conditions.all(filter.mine()), " offset 0) matching"),
                " order by ", within, " limit :limit) picked order by ", whole,
                " limit :limit) ", Requests.SELECT, " join page on page.id = r.id where r.org_id = :org order by ",
                whole)).bind("limit", limit);
        Stretch.bind(query, stretches);
        query.bindArray("folded", String.class, stretches.stream().map(stretch -> Fold.agents(folds, stretch)).toList())
                .bindArray("first", UUID.class, first);
        conditions.bound(handle, query, filter.mine());
        List<StoredRequest> page = query.map((row, _) -> Requests.stored(row)).list();
        sorting(handle, "on");
        return page;
    }

    /** Finds all requests with the words first and orders them afterwards, from one index that has the words beside the sort keys. */
    private List<StoredRequest> search(Handle handle, List<Stretch> stretches, String from, String within,
            String whole, int limit, boolean folded) {
        Query query = handle.createQuery(StaticSql.of(HITS, conditions.narrow(),
                folded ? StaticSql.of(PLACED, " ", within, NAMED) : ")",
                """
                        , page as materialized (
                            select u.* from (select q.id, q.expires_at, q.listed_at, s.danger from
                        """,
                folded ? " placed q " : " hits q ",
                """
                                               join unnest(cast(:states as text[]), cast(:risks as text[]), cast(:dangers as int[]),
                                                           cast(:moments as timestamptz[]), cast(:ids as uuid[])) s (state, risk, danger, moment, id)
                                                 on s.state = q.state and s.risk = q.risk and
                        """,
                from, folded ? UNFOLDED_HITS : "", " order by ", whole,
                """
                         offset 0) u
                         cross join lateral (select from approval_request q where q.org_id = :org and q.id = u.id
                        """,
                conditions.rest(filter.mine()), " offset 0) matching order by ", whole, " limit :limit) ",
                Requests.SELECT,
                " join page on page.id = r.id where r.org_id = :org order by ", whole)).bind("limit", limit)
                .bindArray("allStates", String.class, words(filter.states()))
                .bindArray("allRisks", String.class, words(filter.risks()));
        Stretch.bind(query, stretches);
        if (folded) {
            query.bind("folded", AgentCounts.FOLDED).bind("first", AgentCounts.FIRST).bind("most", AgentCounts.MOST);
        }
        return conditions.bound(handle, query, filter.mine()).map((row, _) -> Requests.stored(row)).list();
    }

    /** Counts the requests that match now. */
    public RequestCounts count(Handle handle) {
        Set<RequestState> states = filter.states();
        if (nothingIsMine()) {
            return RequestCounts.NONE;
        }
        Query query = handle.createQuery(StaticSql.of("""
                select q.state, q.risk, count(*) as requests from approval_request q
                 where q.org_id = :org and q.state = any (:states) and q.risk = any (:risks)
                """, conditions.all(filter.mine()), " group by q.state, q.risk order by q.state, q.risk"))
                .bindArray("states", String.class, words(states))
                .bindArray("risks", String.class, words(filter.risks()));
        List<RequestCount> counts = conditions.bound(handle, query, filter.mine()).map((row, _) -> counted(row)).list();
        return new RequestCounts(counts.stream().mapToLong(RequestCount::requests).sum(), counts);
    }

    private static RequestCount counted(ResultSet row) throws SQLException {
        return new RequestCount(state(row), risk(row), row.getLong("requests"));
    }

    private static RequestState state(ResultSet row) throws SQLException {
        return RequestState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }

    private static Risk risk(ResultSet row) throws SQLException {
        return Risk.valueOf(row.getString("risk").toUpperCase(Locale.ROOT));
    }

    /** Counts the requests that match now, by agent. */
    public AgentCounts countByAgent(Handle handle) {
        return nothingIsMine() ? AgentCounts.NONE : countByAgent(handle, filter.mine());
    }

    private AgentCounts countByAgent(Handle handle, boolean mine) {
        record Row(long all, @Nullable UUID agent, String name, long total, @Nullable RequestCount count) {}
        Query query = handle
                .createQuery(StaticSql.of("""
                        with asked as (select q.agent_id, q.state, q.risk, count(*) as requests from approval_request q
                                        where q.org_id = :org and q.state = any (:states) and q.risk = any (:risks)
                        """, conditions.all(mine),
                        BY_AGENT))
                .bind("most", AgentCounts.MOST).bind("folded", AgentCounts.FOLDED)
                .bindArray("states", String.class, words(filter.states()))
                .bindArray("risks", String.class, words(filter.risks()));
        Map<UUID, AgentCount> agents = new LinkedHashMap<>();
        long every = 0;
        for (Row row : conditions.bound(handle, query, mine).map((row, _) -> new Row(row.getLong("every"),
                row.getObject("agent_id", UUID.class), row.getString("name"), row.getLong("total"),
                row.getString("state") == null ? null : counted(row))).list()) {
            every = row.all();
            if (row.agent() != null && row.count() != null) {
                AgentCount before = agents.get(row.agent());
                List<RequestCount> counts = new ArrayList<>(before == null ? List.of() : before.counts());
                counts.add(row.count());
                agents.put(row.agent(), new AgentCount(row.agent(), row.name(), row.total(), counts));
            }
        }
        long named = agents.values().stream().mapToLong(AgentCount::requests).sum();
        return new AgentCounts(every, List.copyOf(agents.values()), every - named);
    }

    /** An agent's requests of one state and risk, which a folded list shows by their first only. */
    private record Fold(UUID agent, RequestState state, Risk risk) {

        /** The ids of the agents that are folded in this stretch, as a PostgreSQL array literal. */
        static String agents(List<Fold> folds, Stretch stretch) {
            return folds.stream().filter(fold -> fold.state == stretch.state() && fold.risk == stretch.risk())
                    .map(fold -> fold.agent.toString()).collect(Collectors.joining(",", "{", "}"));
        }
    }

    /**
     * Finds the agents that flood the list. Of each agent only as many requests are read as
     * show that it does; where more agents flood the list than can be named, they are counted.
     */
    private List<Fold> folds(Handle handle) {
        Query query = handle.createQuery(StaticSql.of("""
                select a.id, t.state, r.risk from agent a
                 cross join unnest(cast(:states as text[])) t (state) cross join unnest(cast(:risks as text[])) r (risk)
                 where a.org_id = :org
                   and exists (select from approval_request q
                                where q.org_id = :org and q.agent_id = a.id and q.state = t.state and q.risk = r.risk
                """, conditions.all(false), " offset :folded)")).bind("folded", AgentCounts.FOLDED)
                .bindArray("states", String.class, words(filter.states()))
                .bindArray("risks", String.class, words(filter.risks()));
        List<Fold> all = conditions.bound(handle, query, false)
                .map((row, _) -> new Fold(row.getObject("id", UUID.class),
                        state(row), risk(row)))
                .list();
        if (all.stream().map(Fold::agent).distinct().count() <= AgentCounts.MOST) {
            return all;
        }
        Set<UUID> named = countByAgent(handle, false).agents().stream().map(AgentCount::agent)
                .collect(Collectors.toSet());
        return all.stream().filter(fold -> named.contains(fold.agent)).toList();
    }

    private List<UUID> first(Handle handle, List<Fold> folds, String within) {
        Query query = handle.createQuery(StaticSql.of(FIRST_OF_FOLDS,
                conditions.all(false), " order by ", within, " limit :most) picked"))
                .bindArray("agents", UUID.class, folds.stream().map(Fold::agent).toList())
                .bindArray("states", String.class, folds.stream().map(fold -> fold.state().toString()).toList())
                .bindArray("risks", String.class, folds.stream().map(fold -> fold.risk().toString()).toList())
                .bind("most", AgentCounts.FIRST);
        return conditions.bound(handle, query, false).mapTo(UUID.class).list();
    }

    private boolean nothingIsMine() {
        return filter.mine() && !(caller.active() && caller.has(Role.APPROVER)
                && filter.states().contains(RequestState.PENDING));
    }

    private List<Stretch> stretches(RequestOrder order, @Nullable RequestCursor after) {
        List<Stretch> stretches = new ArrayList<>();
        for (RequestState state : filter.states()) {
            for (Risk risk : filter.risks()) {
                boolean mayMatch = !filter.mine() || state == RequestState.PENDING;
                boolean passed = order == RequestOrder.RISK && after != null && risk.compareTo(after.risk()) > 0;
                if (mayMatch && !passed) {
                    boolean begun = after != null && (order != RequestOrder.RISK || risk == after.risk());
                    stretches.add(new Stretch(state, risk, order, begun ? after : null));
                }
            }
        }
        return stretches;
    }

    private static void sorting(Handle handle, String enabled) {
        handle.createQuery("select set_config('enable_sort', :enabled, true)").bind("enabled", enabled)
                .mapTo(String.class).one();
    }

    private static List<String> words(Set<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    /** The part of the list with one state and risk, from its beginning or after the cursor. */
    private record Stretch(RequestState state, Risk risk, RequestOrder order, @Nullable RequestCursor after) {

        private static final List<Risk> DANGERS = List.of(Risk.values());
        private static final String FIRST = new UUID(0, 0).toString();
        private static final String LAST = new UUID(-1, -1).toString();

        static void bind(Query query, List<Stretch> all) {
            query.bindArray("states", String.class, texts(all.stream().map(Stretch::state)))
                    .bindArray("risks", String.class, texts(all.stream().map(Stretch::risk)))
                    .bindArray("dangers", Integer.class,
                            all.stream().map(stretch -> DANGERS.indexOf(stretch.risk())).toList())
                    .bindArray("moments", String.class, texts(all.stream().map(Stretch::moment)))
                    .bindArray("ids", String.class, texts(all.stream().map(Stretch::id)));
        }

        private static List<String> texts(Stream<?> values) {
            return values.map(Object::toString).toList();
        }

        private String moment() {
            boolean back = order == RequestOrder.DECIDED;
            if (after == null) {
                return back ? "infinity" : "-infinity";
            }
            return (back ? after.listedAt() : after.expiresAt()).toString();
        }

        private String id() {
            if (after != null) {
                return after.id().toString();
            }
            return order == RequestOrder.NEWEST || order == RequestOrder.DECIDED ? LAST : FIRST;
        }
    }
}
