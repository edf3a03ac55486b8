package dev.agenthub.app.testing;

import dev.agenthub.api.AgentCount;
import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.Page;
import dev.agenthub.api.RequestCount;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** The answers of {@link TestBackend} to queries of its requests. */
record TestList(List<TestRequest> requests, HttpUrl asked) {

    /** Of the order it knows only the one in which the test added them. */
    Page<RequestSummary> page() {
        List<RequestSummary> all = new ArrayList<>();
        Map<List<Object>, Integer> listed = new HashMap<>();
        List<RequestSummary> ofAnybody = matching(false);
        boolean folded = asked.queryParameter("folded") != null && asked.queryParameter("agent") == null;
        Set<UUID> named = agents(ofAnybody).stream().map(AgentCount::agent).collect(Collectors.toSet());
        Map<List<Object>, Long> groups = folded
                ? ofAnybody.stream().collect(Collectors.groupingBy(TestList::group, Collectors.counting()))
                : Map.of();
        for (RequestSummary row : ofAnybody) {
            boolean flood = folded && row.agent() != null && named.contains(row.agent())
                    && groups.getOrDefault(group(row), 0L) > AgentCounts.FOLDED;
            if (!flood || listed.merge(group(row), 1, Integer::sum) <= AgentCounts.FIRST) {
                all.add(row);
            }
        }
        Set<UUID> mine = (mine() ? matching(true) : all).stream().map(RequestSummary::request)
                .collect(Collectors.toSet());
        int limit = Integer.parseInt(Objects.requireNonNull(asked.queryParameter("limit")));
        String cursor = asked.queryParameter("cursor");
        List<RequestSummary> items = new ArrayList<>();
        for (int i = cursor == null ? 0 : Integer.parseInt(cursor); i < all.size(); i++) {
            if (mine.contains(all.get(i).request())) {
                if (items.size() == limit) {
                    return new Page<>(items, Integer.toString(i));
                }
                items.add(all.get(i));
            }
        }
        return new Page<>(items, null);
    }

    private static List<Object> group(RequestSummary row) {
        return List.of(Objects.requireNonNullElse(row.agent(), row.request()), row.state(), row.risk());
    }

    AgentCounts agents() {
        List<RequestSummary> all = matching(mine());
        List<AgentCount> agents = agents(all);
        return new AgentCounts(all.size(), agents,
                all.size() - agents.stream().mapToLong(AgentCount::requests).sum());
    }

    /** Those that flood the list first, and of each kind those with most requests. */
    private static List<AgentCount> agents(List<RequestSummary> all) {
        return all.stream().filter(row -> row.agent() != null)
                .collect(Collectors.groupingBy(row -> Objects.requireNonNull(row.agent()))).values().stream()
                .map(theirs -> new AgentCount(Objects.requireNonNull(theirs.getFirst().agent()),
                        theirs.getFirst().askedBy(), theirs.size(), counts(theirs).counts()))
                .sorted(Comparator.comparing(TestList::floods).thenComparingLong(AgentCount::requests).reversed()
                        .thenComparing(agent -> agent.agent().toString()))
                .limit(AgentCounts.MOST).toList();
    }

    private static boolean floods(AgentCount agent) {
        return agent.counts().stream().anyMatch(count -> count.requests() > AgentCounts.FOLDED);
    }

    private List<RequestSummary> matching(boolean mine) {
        Set<String> states = Set.of(Objects.requireNonNull(asked.queryParameter("state")).split(",", -1));
        String risk = asked.queryParameter("risk");
        String agent = asked.queryParameter("agent");
        String text = Objects.requireNonNullElse(asked.queryParameter("text"), "");
        return requests.stream().filter(found -> !mine || found.eligibility.eligible())
                .map(TestRequest::summary)
                .filter(found -> states.contains(found.state().toString()))
                .filter(found -> !mine || found.state() == RequestState.PENDING)
                .filter(found -> risk == null || found.risk().toString().equals(risk))
                .filter(found -> agent == null || agent.equals(String.valueOf(found.agent())))
                .filter(found -> found.title().contains(text)).toList();
    }

    RequestCounts counts() {
        return counts(matching(mine()));
    }

    private boolean mine() {
        return asked.queryParameter("mine") != null;
    }

    private static RequestCounts counts(List<RequestSummary> matching) {
        Map<List<Object>, Long> counted = matching.stream().collect(
                Collectors.groupingBy(found -> List.of(found.state(), found.risk()), Collectors.counting()));
        return new RequestCounts(matching.size(), counted.entrySet().stream()
                .map(one -> new RequestCount((RequestState) one.getKey().get(0), (Risk) one.getKey().get(1),
                        one.getValue()))
                .toList());
    }
}
