package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.AgentCount;
import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.api.RequestCount;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.MemberClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pages of the list that are loaded: at most {@link #MOST}, around the visible rows, however long the list is. Each
 * reload asks for these pages only. Immutable; {@link #load} blocks.
 *
 * @param starts the cursors of all pages up to the first loaded one; the cursor of the first page is empty
 * @param held how many pages are loaded, if there are as many
 */
record RequestPages(List<String> starts, int held) {

    static final int SIZE = 100;
    static final int MOST = 3;
    static final RequestPages FIRST = new RequestPages(List.of(""), 1);

    private static final RequestFilter PENDING = new RequestFilter(EnumSet.of(RequestState.PENDING),
            RequestFilter.OPEN.risks(), null, null, null, null, null, false);

    RequestPages {
        starts = List.copyOf(starts);
    }

    /**
     * The result of a load.
     *
     * @param rows the requests of the pages, in order
     * @param nexts for each page the cursor of the page after it; the last page of the list has none
     * @param decidable the rows that this member can decide, and so select
     * @param elsewhere selected requests that this member can still decide but that are not among the rows
     * @param counts the number of requests of each state and risk
     * @param agents the number of requests of each agent
     * @param pending the number of all requests that wait for decisions
     */
    record Loaded(List<RequestSummary> rows, List<String> nexts, List<RequestSummary> decidable,
            List<RequestSummary> elsewhere, RequestCounts counts, AgentCounts agents, long pending) {

        /** The names of the agents in this result, by id. */
        Map<UUID, String> names() {
            Map<UUID, String> names = new HashMap<>();
            for (RequestSummary row : rows) {
                if (row.agent() != null) {
                    names.put(row.agent(), row.askedBy());
                }
            }
            agents.agents().forEach(agent -> names.put(agent.agent(), agent.name()));
            return names;
        }

        /** For each agent of which only the first requests are listed: its last row, and how many more of that state and risk there are. */
        Map<UUID, Long> folds() {
            Map<UUID, Long> folded = new HashMap<>();
            for (AgentCount agent : agents.agents()) {
                for (RequestCount count : agent.counts()) {
                    if (count.requests() > AgentCounts.FOLDED) {
                        rows.stream()
                                .filter(row -> agent.agent().equals(row.agent()) && row.state() == count.state()
                                        && row.risk() == count.risk())
                                .reduce((_, last) -> last)
                                .ifPresent(last -> folded.put(last.request(), count.requests() - AgentCounts.FIRST));
                    }
                }
            }
            return folded;
        }
    }

    boolean atBeginning() {
        return starts.size() == 1;
    }

    /** The number of rows on the pages before the first loaded one. */
    int skipped() {
        return (starts.size() - 1) * SIZE;
    }

    /**
     * Adds the page after the last; drops the first if there would be more than {@link #MOST}. Returns this if there is no
     * page after it.
     */
    RequestPages further(List<String> nexts) {
        if (nexts.size() < held) {
            return this;
        }
        return held < MOST
                ? new RequestPages(starts, held + 1)
                : new RequestPages(Stream.concat(starts.stream(), Stream.of(nexts.getFirst())).toList(), held);
    }

    /** Adds the page before the first; drops the last if there would be more than {@link #MOST}. */
    RequestPages back() {
        return atBeginning()
                ? this
                : new RequestPages(starts.subList(0, starts.size() - 1), Math.min(MOST, held + 1));
    }

    /**
     * Asks the backend for the pages and counts.
     *
     * @param selected the selected requests
     * @param uncertain ids of selected requests that may have changed, so that they are asked for again
     */
    Loaded load(MemberClient client, InboxFilter narrowed, RequestOrder order, Collection<RequestSummary> selected,
            Set<UUID> uncertain) {
        try (ConcurrentCalls calls = new ConcurrentCalls()) {
            ConcurrentCalls.Result<RequestCounts> counts = calls.start(() -> client.requestCounts(narrowed.counted()));
            ConcurrentCalls.Result<AgentCounts> agents = calls.start(() -> client.requestAgents(narrowed.ofAnyAgent()));
            ConcurrentCalls.Result<RequestCounts> pending = calls.start(() -> client.requestCounts(PENDING));
            List<RequestSummary> rows = new ArrayList<>();
            List<String> nexts = new ArrayList<>();
            Set<UUID> mine = new HashSet<>();
            boolean waiting = narrowed.listed().states().contains(RequestState.PENDING);
            String cursor = starts.getLast();
            for (int i = 0; i < held; i++) {
                String from = cursor.isEmpty() ? null : cursor;
                // From the same place on, so that as many hold all of them that are in the page.
                ConcurrentCalls.Result<Page<RequestSummary>> decidable = waiting && !narrowed.mine()
                        ? calls.start(
                                () -> client.requests(narrowed.decidable(), order, narrowed.folded(), SIZE, from))
                        : () -> new Page<>(List.of(), null);
                Page<RequestSummary> page = client.requests(narrowed.listed(), order, narrowed.folded(), SIZE, from);
                rows.addAll(page.items());
                (narrowed.mine() ? page : decidable.get()).items().forEach(row -> mine.add(row.request()));
                if (page.next() == null) {
                    break;
                }
                cursor = page.next();
                nexts.add(cursor);
            }
            Map<UUID, RequestSummary> listed = rows.stream()
                    .collect(Collectors.toMap(RequestSummary::request, Function.identity(), (one, _) -> one));
            List<RequestSummary> elsewhere = selected.stream()
                    .filter(row -> !(listed.containsKey(row.request()) && mine.contains(row.request())))
                    .flatMap(row -> listed.containsKey(row.request()) || uncertain.contains(row.request())
                            ? waiting(client, row.request())
                            : Stream.of(row))
                    .toList();
            return new Loaded(rows, nexts, rows.stream().filter(row -> mine.contains(row.request())).toList(),
                    elsewhere, counts.get(), agents.get(), pending.get().requests());
        }
    }

    /** Returns the request if this member can still decide it. */
    private static Stream<RequestSummary> waiting(MemberClient client, UUID id) {
        try {
            RequestDetail asked = client.request(id);
            return Stream.of(asked.summary()).filter(row -> row.request().equals(id)
                    && row.state() == RequestState.PENDING && asked.eligibility().eligible());
        } catch (BackendException e) {
            if (e.code().equals(ErrorCode.NOT_FOUND.name())) {
                return Stream.empty();
            }
            throw e;
        }
    }
}
