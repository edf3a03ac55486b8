package dev.agenthub.server.approvals.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AgentCount;
import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that thousands of requests of one agent are folded to one line, and other agents' requests stay visible. */
class AgentFloodTest {

    private static final int FLOOD = 500;

    private final TestOrganization org = new TestOrganization();
    private final TestMember approver = org.approver("Bea", "approvers");
    private final UUID plain = org.submit("tickets.create");
    private final UUID risky = org.submit("refunds.create");

    private record Rows(List<RequestSummary> items, @Nullable String next) {}

    /** Another agent of the same owner, with so many requests like that one, which expire sooner by that many seconds. */
    private UUID agent(String name, int requests, UUID like, int sooner) {
        UUID agent = UUID.randomUUID();
        org.update(
                """
                        insert into agent (select (jsonb_populate_record(a, jsonb_build_object('id', '%s', 'name', '%s'))).* from agent a
                                            where org_id = :org and a.id = (select agent_id from approval_request r where r.org_id = :org and r.id = :id))
                        """
                        .formatted(agent, name),
                like);
        ask(agent, requests, like, sooner);
        return agent;
    }

    private void ask(UUID agent, int requests, UUID like, int sooner) {
        org.update(
                """
                        insert into approval_request (org_id, id, agent_id, workspace_id, tool_name, title, search_text, risk, payload, payload_hash, state,
                               created_at, expires_at, connector_id, policy_id, policy_version, policy_digest, policy_outcome, required,
                               idempotency_key, submission_hash)
                        select org_id, gen_random_uuid(), '%s', workspace_id, tool_name, 'flood', 'flood', risk, payload, payload_hash,
                               'pending', created_at, expires_at - %s * interval '1 second', connector_id, policy_id, policy_version, policy_digest,
                               policy_outcome, required, gen_random_uuid()::text, submission_hash
                          from approval_request cross join generate_series(1, %s) i where org_id = :org and id = :id
                        """
                        .formatted(agent, sooner, requests),
                like);
    }

    private List<RequestSummary> all(String query, int limit) {
        List<RequestSummary> found = new ArrayList<>();
        String next = "";
        do {
            Rows page = approver.client()
                    .get("/v1/requests?" + query + "&limit=" + limit + (next.isEmpty() ? "" : "&cursor=" + next))
                    .as(Rows.class);
            found.addAll(page.items());
            next = Objects.requireNonNullElse(page.next(), "");
        } while (!next.isEmpty());
        return found;
    }

    private AgentCounts agents(String query) {
        return approver.client().get("/v1/requests/agents?" + query).as(AgentCounts.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"risk", "expiry", "age", "newest", "decided"})
    void listsTheFirstOfAFloodAndAllOfTheOthers(String order) {
        UUID flooding = agent("Flooding", FLOOD, plain, 60);
        UUID flooding2 = agent("Flooding in red", FLOOD, risky, 60);
        UUID few = agent("Few", AgentCounts.FOLDED, plain, 30);
        List<RequestSummary> whole = all("order=" + order, 200);
        assertThat(whole).hasSize(2 * FLOOD + AgentCounts.FOLDED + 2);

        List<RequestSummary> expected = new ArrayList<>(whole);
        for (UUID agent : List.of(flooding, flooding2)) {
            List<RequestSummary> theirs = whole.stream().filter(row -> agent.equals(row.agent())).toList();
            expected.removeAll(theirs.subList(AgentCounts.FIRST, theirs.size()));
        }
        assertThat(expected).hasSize(2 * AgentCounts.FIRST + AgentCounts.FOLDED + 2);
        for (int limit : List.of(1, 5, 200)) {
            assertThat(all("folded=true&order=" + order, limit)).containsExactlyElementsOf(expected);
        }
        assertThat(all("text=FLOO&order=" + order, 200))
                .containsExactlyElementsOf(whole.stream().filter(row -> row.title().equals("flood")).toList());
        for (int limit : List.of(1, 5, 200)) {
            assertThat(all("folded=true&text=flood&order=" + order, limit))
                    .containsExactlyElementsOf(expected.stream().filter(row -> row.title().equals("flood")).toList());
        }
        assertThat(all("folded=true&agent=" + flooding + "&order=" + order, 200)).as("one that is asked for")
                .hasSize(FLOOD);
        assertThat(all("folded=true&agent=" + few, 200)).hasSize(AgentCounts.FOLDED);
    }

    @Test
    void foldsEachRiskByItselfSoThatNothingRiskierHides() {
        UUID agent = agent("Flooding", FLOOD, plain, 60);
        ask(agent, 2, risky, 60);
        assertThat(all("folded=true&risk=high&order=risk", 50)).hasSize(3);
        assertThat(all("folded=true&order=risk", 50)).hasSize(3 + AgentCounts.FIRST + 1);
    }

    @Test
    void foldsTheSameForWhatIsMine() {
        org.publish("""
                {"rules":[{"outcome":"require","required":[{"count":2,"group":"approvers"}],"expiresIn":"PT1H"}]}
                """);
        agent("Flooding", FLOOD, org.submit("tickets.create"), 60);
        List<UUID> folded = all("folded=true&order=risk", 50).stream().map(RequestSummary::request).toList();
        approver.approve(folded.get(1));
        List<UUID> left = all("folded=true&order=risk&mine=true&state=pending", 50).stream()
                .map(RequestSummary::request).toList();
        List<UUID> others = new ArrayList<>(folded);
        others.remove(folded.get(1));
        assertThat(left).isEqualTo(others);
    }

    @Test
    void countsTheAgentsWithMostFirstAndTheRestAsOneNumber() {
        UUID most = agent("Flooding", FLOOD, plain, 60);
        for (int i = 0; i < AgentCounts.MOST; i++) {
            agent("Agent " + i, 5 + i, risky, 60);
        }
        AgentCounts counts = agents("state=pending");
        assertThat(counts.requests()).isEqualTo(FLOOD + 2 + 68);
        assertThat(counts.agents()).hasSize(AgentCounts.MOST);
        assertThat(counts.agents().getFirst()).matches(first -> first.agent().equals(most)
                && first.name().equals("Flooding") && first.requests() == FLOOD
                && first.with(RequestState.PENDING, Risk.MEDIUM) == FLOOD);
        assertThat(counts.agents()).extracting(AgentCount::requests).containsExactly((long) FLOOD, 12L, 11L, 10L, 9L,
                8L, 7L, 6L);
        assertThat(counts.others()).as("the least of them, and the first agent").isEqualTo(5 + 2);
        assertThat(agents("state=pending&risk=high").agents()).extracting(AgentCount::agent).doesNotContain(most);
        assertThat(agents("state=pending&text=nothing")).isEqualTo(AgentCounts.NONE);
        assertThat(agents("state=pending&mine=true").requests()).isEqualTo(counts.requests());
    }

    @Test
    void refusesAWordThatItDoesNotKnow() {
        assertThat(approver.client().get("/v1/requests?folded=yes").code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(approver.client().get("/v1/requests/agents?order=risk").code()).isEqualTo("REQUEST_MALFORMED");
    }
}
