package dev.agenthub.server.approvals.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AgentCount;
import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Tests folded lists by the cases that the desktop's stand-in for this list is tested with, too. */
class FoldedListCasesTest {

    private final TestOrganization org = new TestOrganization();
    private final TestMember approver = org.approver("Bea", "approvers");
    private final UUID template = org.submit("tickets.create");

    record Asked(int agent, String risk, int requests) {}

    record Case(String name, List<Asked> asked, String query, Map<String, Integer> listed,
            Map<String, Long> agents, long others) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Rows(List<RequestSummary> items, @Nullable String next) {}

    static List<Case> cases() throws IOException {
        try (InputStream file = FoldedListCasesTest.class.getResourceAsStream("/dev/agenthub/db/folded-lists.json")) {
            return List.of(JsonMapper.shared().readValue(Objects.requireNonNull(file), Case[].class));
        }
    }

    private UUID agent(int number) {
        // In the order of their numbers, as what has as many is.
        return UUID.fromString(template.toString().substring(0, 24) + String.format(Locale.ROOT, "%012d", number));
    }

    private void ask(Asked asked) {
        org.update(
                """
                        insert into agent (select (jsonb_populate_record(a, jsonb_build_object('id', '%s', 'name', 'Agent %s'))).* from agent a
                                            where org_id = :org and a.id = (select agent_id from approval_request r where r.org_id = :org and r.id = :id))
                            on conflict do nothing
                        """
                        .formatted(agent(asked.agent), asked.agent),
                template);
        org.update(
                """
                        insert into approval_request (org_id, id, agent_id, workspace_id, tool_name, title, search_text, risk, payload, payload_hash, state,
                               created_at, expires_at, connector_id, policy_id, policy_version, policy_digest, policy_outcome, required,
                               idempotency_key, submission_hash)
                        select org_id, gen_random_uuid(), '%s', workspace_id, tool_name, 'asked', 'asked', '%s', payload, payload_hash,
                               'pending', created_at, expires_at, connector_id, policy_id, policy_version, policy_digest,
                               policy_outcome, required, gen_random_uuid()::text, submission_hash
                          from approval_request cross join generate_series(1, %s) i where org_id = :org and id = :id
                        """
                        .formatted(agent(asked.agent), asked.risk, asked.requests),
                template);
    }

    private Map<String, Integer> listed(String query, int limit) {
        List<RequestSummary> found = new ArrayList<>();
        String next = "";
        do {
            Rows page = approver.client()
                    .get("/v1/requests?folded=true&" + query + "&limit=" + limit
                            + (next.isEmpty() ? "" : "&cursor=" + next))
                    .as(Rows.class);
            found.addAll(page.items());
            next = Objects.requireNonNullElse(page.next(), "");
        } while (!next.isEmpty());
        Map<String, Integer> listed = new TreeMap<>();
        found.forEach(row -> listed.merge(
                Integer.parseInt(Objects.requireNonNull(row.agent()).toString().substring(24)) + " " + row.risk(), 1,
                Integer::sum));
        return listed;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void holds(Case one) {
        one.asked().forEach(this::ask);
        approver.deny(template);
        String query = one.query().replace("agent=0", "agent=" + agent(0));
        for (String words : List.of("", "&text=asked")) {
            for (int limit : List.of(7, 200)) {
                assertThat(listed(query + words, limit)).containsExactlyInAnyOrderEntriesOf(one.listed());
            }
            AgentCounts counts = approver.client().get("/v1/requests/agents?" + query + words).as(AgentCounts.class);
            assertThat(counts.agents()).extracting(AgentCount::agent).containsExactlyElementsOf(
                    one.agents().keySet().stream().map(key -> agent(Integer.parseInt(key))).toList());
            assertThat(counts.agents()).extracting(AgentCount::requests)
                    .containsExactlyElementsOf(one.agents().values());
            assertThat(counts.others()).isEqualTo(one.others());
        }
    }
}
