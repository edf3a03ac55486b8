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
 * Which pages of a list are held: a few around what is seen, however many there are. Every
 * change of the list asks for these again and for no others. Immutable; {@link #load} blocks.
 *
 * @param starts the cursor at which each page up to the first that is held begins; empty for the beginning of the list
 * @param held how many pages are held at most
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
     * What was loaded.
     *
     * @param rows what the pages list
     * @param nexts where the page after each of them begins; the last page of the list has none
     * @param decidable those of the rows that may be selected
     * @param elsewhere what is selected and waits without being one of the rows
     * @param counts how many there are of each state and risk
     * @param agents whose they are
     * @param pending how many wait, whatever is listed
     */
    record Loaded(List<RequestSummary> rows, List<String> nexts, List<RequestSummary> decidable,
            List<RequestSummary> elsewhere, RequestCounts counts, AgentCounts agents, long pending) {

        /** The names of the agents in it, by their ids. */
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

        /** By the last row of an agent that floods the list: how many more there are of the same state and risk. */
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

    /** How many rows came before them when they were turned to. */
    int skipped() {
        return (starts.size() - 1) * SIZE;
    }

    /** The same and the page after them; the first is let go where there would be too many. The same where none comes after. */
    RequestPages further(List<String> nexts) {
        if (nexts.size() < held) {
            return this;
        }
        return held < MOST
                ? new RequestPages(starts, held + 1)
                : new RequestPages(Stream.concat(starts.stream(), Stream.of(nexts.getFirst())).toList(), held);
    }

    /** The same and the page before them; the last is let go where there would be too many. */
    RequestPages back() {
        return atBeginning()
                ? this
                : new RequestPages(starts.subList(0, starts.size() - 1), Math.min(MOST, held + 1));
    }

    /**
     * Asks for the pages.
     *
     * @param selected what is selected
     * @param uncertain which of that may have changed
     */
    Loaded load(MemberClient client, InboxFilter narrowed, RequestOrder order, Collection<RequestSummary> selected,
            Set<UUID> uncertain) {
        try (AtOnce atOnce = new AtOnce()) {
            AtOnce.Answer<RequestCounts> counts = atOnce.ask(() -> client.requestCounts(narrowed.counted()));
            AtOnce.Answer<AgentCounts> agents = atOnce.ask(() -> client.requestAgents(narrowed.ofAnyAgent()));
            AtOnce.Answer<RequestCounts> pending = atOnce.ask(() -> client.requestCounts(PENDING));
            List<RequestSummary> rows = new ArrayList<>();
            List<String> nexts = new ArrayList<>();
            Set<UUID> mine = new HashSet<>();
            boolean waiting = narrowed.listed().states().contains(RequestState.PENDING);
            String cursor = starts.getLast();
            for (int i = 0; i < held; i++) {
                String from = cursor.isEmpty() ? null : cursor;
                // From the same place on, so that as many hold all of them that are in the page.
                AtOnce.Answer<Page<RequestSummary>> decidable = waiting && !narrowed.mine()
                        ? atOnce.ask(
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

    /** The request where it waits for this member. */
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
