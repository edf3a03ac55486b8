package dev.agenthub.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AgentCount;
import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.Page;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** {@link TestList} folds requests like the backend, tested with the backend's own cases. */
final class TestListTest {
    record Asked(int agent, String risk, int requests) {}

    record Case(String name, List<Asked> asked, String query, Map<String, Integer> listed,
            Map<String, Long> agents, long others) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() throws IOException {
        try (InputStream file = TestListTest.class.getResourceAsStream("/dev/agenthub/db/folded-lists.json")) {
            return List.of(JsonMapper.shared().readValue(Objects.requireNonNull(file), Case[].class));
        }
    }

    private static UUID agent(int number) {
        return new UUID(0, number);
    }

    private static List<TestRequest> requests(Asked asked) {
        List<TestRequest> requests = new ArrayList<>();
        for (int i = 0; i < asked.requests(); i++) {
            TestRequest request = new TestRequest();
            request.agent = agent(asked.agent());
            request.risk = Risk.valueOf(asked.risk().toUpperCase(Locale.ROOT));
            request.claimedHash = "1".repeat(64);
            requests.add(request);
        }
        return requests;
    }

    private static Map<String, Integer> listed(List<TestRequest> requests, String query, int limit) {
        Map<String, Integer> listed = new TreeMap<>();
        String next = "";
        do {
            Page<RequestSummary> page = new TestList(requests, url("folded=true&limit=" + limit + "&" + query
                    + (next.isEmpty() ? "" : "&cursor=" + next))).page();
            page.items().forEach(row -> listed.merge(
                    Objects.requireNonNull(row.agent()).getLeastSignificantBits() + " " + row.risk(), 1,
                    Integer::sum));
            next = Objects.requireNonNullElse(page.next(), "");
        } while (!next.isEmpty());
        return listed;
    }

    private static HttpUrl url(String query) {
        return HttpUrl.get("http://localhost/v1/requests?" + query);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void holds(Case one) {
        List<TestRequest> requests = one.asked().stream().flatMap(asked -> requests(asked).stream()).toList();
        String query = one.query().replace("agent=0", "agent=" + agent(0));
        for (int limit : List.of(7, 200)) {
            assertThat(listed(requests, query, limit)).containsExactlyInAnyOrderEntriesOf(one.listed());
        }
        AgentCounts counts = new TestList(requests, url(query)).agents();
        assertThat(counts.agents()).extracting(AgentCount::agent).containsExactlyElementsOf(
                one.agents().keySet().stream().map(key -> agent(Integer.parseInt(key))).toList());
        assertThat(counts.agents()).extracting(AgentCount::requests).containsExactlyElementsOf(one.agents().values());
        assertThat(counts.others()).isEqualTo(one.others());
    }
}
