package dev.agenthub.server.approvals.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Named;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests filters, orders, pages and counts of request lists. */
class RequestListTest {

    private static final String GOVERNANCE = """
            {"v":"agenthub/governance/v1","rules":[{"name":"everything",
             "match":{"kind":["governance.set","policy.publish","member.change","group.change","invitation.create",
                              "agent.install","agent.update","agent.key_issue"]},
             "outcome":"require","required":[{"count":1,"group":"approvers"}],"expiresIn":"P2D"}]}
            """;

    private static final Comparator<RequestSummary> EXPIRY = Comparator.comparing(RequestSummary::expiresAt)
            .thenComparing(row -> row.request().toString());
    private static final Comparator<RequestSummary> AGE = Comparator.comparing(row -> row.request().toString());
    private static final Map<String, Comparator<RequestSummary>> ORDERS = Map.of("expiry", EXPIRY, "age", AGE,
            "newest", AGE.reversed(),
            "decided", Comparator.comparing(RequestSummary::createdAt).thenComparing(AGE).reversed(),
            "risk", Comparator.comparing(RequestSummary::risk).reversed().thenComparing(EXPIRY));

    private final TestOrganization org = new TestOrganization();
    private final TestClient admin = org.owner().client();

    @AfterEach
    void resetTheClock() {
        TestBackend.get().clock().reset();
    }

    private record Rows(List<RequestSummary> items, @Nullable String next) {}

    private static Rows page(TestClient client, String query) {
        return client.get("/v1/requests?" + query).as(Rows.class);
    }

    private static List<UUID> ids(TestClient client, String query) {
        return page(client, query).items().stream().map(RequestSummary::request).toList();
    }

    private static RequestCounts counts(TestClient client, String query) {
        return client.get("/v1/requests/counts?" + query).as(RequestCounts.class);
    }

    private static List<RequestSummary> allPages(TestClient client, String query, int limit) {
        List<RequestSummary> found = new ArrayList<>();
        String next = "";
        do {
            Rows page = page(client, query + "&limit=" + limit + (next.isEmpty() ? "" : "&cursor=" + next));
            next = Objects.requireNonNullElse(page.next(), "");
            assertThat(page.items()).as("a page before the last is full")
                    .hasSize(next.isEmpty() ? page.items().size() : limit);
            found.addAll(page.items());
        } while (!next.isEmpty());
        return found;
    }

    private UUID propose(String group) {
        return admin.post("/v1/groups", new Named(group)).as(ProposedChange.class).request();
    }

    /** An approver who may look after agents too. */
    private TestMember keyHolder(String name, String... groups) {
        Invitation invitation = admin.post("/v1/members/invitations",
                new InviteRequest(name, List.of(Role.APPROVER, Role.ADMIN), List.of(groups))).as(Invitation.class);
        return TestMember.enrol(TestBackend.get().uri(), invitation.code(), name);
    }

    private void govern() {
        org.approver("Ann", "approvers");
        admin.post("/v1/governance", new SetGovernanceRequest(0, GOVERNANCE)).as(PolicyVersion.class);
    }

    /** So many requests as they could be after some days: of every risk, and several that expire at the same moment. */
    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            org.submit(i % 3 == 0 ? "refunds.create" : "tickets.create");
            if (i % 4 == 3) {
                TestBackend.get().clock().advance(Duration.ofMinutes(1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"risk", "expiry", "age", "newest", "decided"})
    void pagesThroughEveryOrderWithoutAGapOrARepetition(String order) {
        fill(11);
        govern();
        propose("legal");
        propose("tax");
        List<RequestSummary> all = page(admin, "state=all&limit=200").items();
        assertThat(all).hasSize(13);

        for (int limit : List.of(1, 3, 13, 50)) {
            assertThat(allPages(admin, "state=all&order=" + order, limit)).as("by " + limit)
                    .containsExactlyElementsOf(all.stream().sorted(ORDERS.get(order)).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"risk", "expiry", "age", "newest", "decided"})
    void missesNothingOfWhatStaysWhileTheListChanges(String order) {
        fill(9);
        List<UUID> before = ids(admin, "order=" + order);
        Rows first = page(admin, "limit=4&order=" + order);
        TestMember approver = org.approver("Bea", "approvers");

        assertThat(approver.deny(before.get(1)).status()).isEqualTo(200);
        assertThat(approver.deny(before.get(3)).status()).isEqualTo(200);

        assertThat(ids(admin, "limit=9&order=" + order + "&cursor=" + first.next()))
                .containsExactlyElementsOf(before.subList(4, 9));
    }

    @Test
    void listsTheNewestDecisionFirstWithWhoMadeIt() {
        TestMember bea = org.approver("Bea", "approvers");
        UUID first = org.submit("tickets.create");
        UUID second = org.submit("tickets.create");
        UUID waiting = org.submit("tickets.create");
        assertThat(bea.deny(second).status()).isEqualTo(200);
        TestBackend.get().clock().advance(Duration.ofMinutes(1));
        assertThat(bea.deny(first).status()).isEqualTo(200);

        assertThat(allPages(admin, "state=decided&order=decided", 1)).extracting(RequestSummary::request)
                .containsExactly(first, second);
        assertThat(page(admin, "state=decided&order=decided").items())
                .allSatisfy(row -> assertThat(row.latestDecision()).isNotNull()
                        .matches(made -> made.member().equals(bea.id()) && made.memberName().equals("Bea")
                                && made.decision().equals("deny")));
        assertThat(page(admin, "state=pending").items()).singleElement()
                .matches(row -> row.request().equals(waiting) && row.latestDecision() == null);
        assertThat(page(admin, "state=decided&order=decided&text=tickets").items())
                .extracting(RequestSummary::request).containsExactly(first, second);
    }

    @Test
    void findsWhatFiveThousandNewerRequestsWouldHide() {
        UUID risky = org.submit("refunds.create");
        UUID plain = org.submit("tickets.create");
        org.update(
                """
                        insert into approval_request (org_id, id, agent_id, workspace_id, tool_name, title, risk, payload, payload_hash, state,
                               created_at, expires_at, connector_id, policy_id, policy_version, policy_digest, policy_outcome, required,
                               idempotency_key, submission_hash)
                        select org_id, md5(i::text || id)::uuid, agent_id, workspace_id, 'tickets.create', 'newer', 'medium', payload, payload_hash,
                               'pending', created_at, expires_at + interval '1 hour', connector_id, policy_id, policy_version, policy_digest,
                               policy_outcome, required, i::text, submission_hash
                          from approval_request cross join generate_series(1, 5000) i where org_id = :org and id = :id
                        """,
                plain);
        TestMember approver = org.approver("Bea", "approvers");

        assertThat(ids(approver.client(), "order=risk&limit=1")).containsExactly(risky);
        assertThat(ids(approver.client(), "risk=high&limit=2")).containsExactly(risky);
        assertThat(ids(approver.client(), "order=expiry&limit=2")).containsExactly(risky, plain);
        assertThat(ids(approver.client(), "tool=refunds.create&mine=true&limit=2")).containsExactly(risky);
        assertThat(ids(approver.client(), "text=REFUNDS.create+cus_9fK&limit=2")).containsExactly(risky);
        RequestCounts counts = counts(approver.client(), "mine=true");
        assertThat(counts.requests()).isEqualTo(5002);
        assertThat(counts.with(Risk.HIGH)).isEqualTo(1);
        assertThat(counts.with(RequestState.PENDING)).isEqualTo(5002);
    }

    @Test
    void looksForWordsInWhoAsksAndWhereAndInShortArguments() {
        UUID about = org.submit("tickets.create", Map.of("note", "ANNA_Ö@example.org"));
        UUID prose = org.submit("tickets.create", Map.of("note", "anna@example.org " + "a".repeat(100)));
        String host = URI.create(TestBackend.get().providerUrl()).getHost();
        for (String agentOrHost : List.of("SUPPORT+agent", host, host + "+support")) {
            assertThat(ids(admin, "text=" + agentOrHost)).as(agentOrHost).containsExactly(prose, about);
            assertThat(counts(admin, "text=" + agentOrHost).requests()).isEqualTo(2);
        }
        assertThat(ids(admin, "text=anna_%C3%B6@+cus_9fK")).containsExactly(about);
        assertThat(ids(admin, "text=anna@")).isEmpty();
        assertThat(ids(admin, "text=support+elsewhere")).isEmpty();
    }

    @Test
    void listsAndCountsExactlyWhatMeetsEachCondition() {
        fill(4);
        org.submit("accounts.delete");
        govern();
        propose("legal");
        org.publish("{\"rules\":[{\"outcome\":\"allow\"}]}");
        RequestSummary action = page(admin, "tool=tickets.create&limit=1").items().getFirst();
        Map<String, Predicate<RequestSummary>> conditions = Map.ofEntries(
                Map.entry("state=pending", row -> row.state() == RequestState.PENDING),
                Map.entry("state=denied,expired", row -> row.state() == RequestState.DENIED),
                Map.entry("state=open", row -> row.state().open()), Map.entry("state=all", _ -> true),
                Map.entry("state=all&risk=high", row -> row.risk() == Risk.HIGH),
                Map.entry("state=all&risk=low,medium", row -> row.risk() == Risk.MEDIUM),
                Map.entry("state=all&agent=" + org.agentId(), row -> row.agent() != null),
                Map.entry("state=all&agent=" + org.owner().id(), _ -> false),
                Map.entry("state=all&workspace=" + action.workspace(), row -> row.agent() != null),
                Map.entry("state=all&tool=tickets.create", row -> "tickets.create".equals(row.tool())),
                Map.entry("state=all&kind=action", row -> row.change() == null),
                Map.entry("state=all&kind=change", row -> row.change() != null),
                Map.entry("state=all&kind=policy.publish", row -> row.asks().equals("policy.publish")),
                Map.entry("state=all&text=%25", _ -> false),
                Map.entry("state=all&text=FOR+tickets", row -> "tickets.create".equals(row.tool())),
                Map.entry("state=all&mine=true", _ -> false));
        List<RequestSummary> all = page(admin, "state=all").items();
        assertThat(all).hasSize(7);

        conditions.forEach((query, condition) -> {
            List<RequestSummary> expected = all.stream().filter(condition).toList();
            assertThat(page(admin, query).items()).as(query).containsExactlyElementsOf(expected);
            RequestCounts counts = counts(admin, query);
            assertThat(counts.requests()).as(query).isEqualTo(expected.size());
            for (RequestState state : RequestState.values()) {
                assertThat(counts.with(state)).as(query)
                        .isEqualTo(expected.stream().filter(row -> row.state() == state).count());
            }
            for (Risk risk : Risk.values()) {
                assertThat(counts.with(risk)).as(query)
                        .isEqualTo(expected.stream().filter(row -> row.risk() == risk).count());
            }
        });
    }

    @Test
    void callsMineWhatTheDetailLetsMeApprove() {
        TestMember bea = org.approver("Bea", "approvers");
        TestMember cem = org.approver("Cem", "finance");
        TestMember dee = keyHolder("Dee", "approvers", "finance");
        String keys = "/v1/agents/" + org.agentId() + "/keys";
        NewAgentKey shown = dee.client().post(keys, Map.of()).as(NewAgentKey.class);
        org.publish(
                """
                        {"rules":[{"match":{"tool":"messages.*"},"outcome":"require","required":[{"count":1,"group":"finance"}],"expiresIn":"PT10M"},
                                  {"match":{"tool":"refunds.create"},"outcome":"require","required":[{"count":2,"group":"approvers"}],
                                   "mayNotVote":{"groups":["finance"]},"expiresIn":"PT1H"},
                                  {"match":{"tool":"accounts.delete"},"outcome":"require","required":[{"count":2,"group":"approvers"}],
                                   "mayNotVote":{"members":["%s"]},"expiresIn":"PT1H"},
                                  {"match":{"tool":"tickets.create"},"outcome":"require","required":[{"count":2,"group":"approvers"}],"expiresIn":"PT1H"}]}
                        """
                        .formatted(bea.id()));
        govern();
        TestBackend backend = TestBackend.get();
        List<UUID> requests = new ArrayList<>();
        for (String tool : List.of("messages.send", "refunds.create", "accounts.delete", "tickets.create",
                "tickets.create", "tickets.create", "tickets.create")) {
            requests.add(org.submit(tool));
        }
        assertThat(dee.client().delete(keys + "/" + shown.key()).status()).isEqualTo(204);
        for (String tool : List.of("messages.send", "refunds.create", "tickets.create", "tickets.create")) {
            requests.add(org.submit(tool));
        }
        requests.add(propose("legal"));
        bea.approve(requests.get(3));
        dee.approve(requests.get(9));
        dee.withdraw(requests.get(9));
        dee.approve(requests.get(10));
        bea.deny(requests.get(5));

        HashSet<Boolean> answers = new HashSet<>();
        for (TestMember member : List.of(bea, cem, dee, org.owner())) {
            for (Duration later : List.of(Duration.ZERO, Duration.ofMinutes(11))) {
                backend.clock().advance(later);
                List<UUID> mayApprove = requests.stream().filter(request -> {
                    RequestDetail detail = member.detail(request);
                    answers.add(detail.eligibility().eligible());
                    return detail.eligibility().eligible();
                }).toList();
                assertThat(ids(member.client(), "state=all&mine=true&order=age")).isEqualTo(mayApprove);
                assertThat(counts(member.client(), "state=all&mine=true").requests()).isEqualTo(mayApprove.size());
            }
        }
        assertThat(answers).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void refusesACursorOfAnotherOrderOrFilter() {
        fill(3);
        String cursor = page(admin, "order=risk&risk=high,medium&limit=1").next();

        assertThat(admin.get("/v1/requests?order=risk&risk=medium,high&limit=1&cursor=" + cursor).status())
                .isEqualTo(200);
        for (String query : List.of("order=expiry&risk=high,medium", "order=risk", "order=risk&risk=high",
                "order=risk&risk=high,medium&state=all",
                "order=risk&risk=high,medium&text=x")) {
            assertThat(admin.get("/v1/requests?" + query + "&cursor=" + cursor).code()).as(query)
                    .isEqualTo("REQUEST_MALFORMED");
        }
    }

    @Test
    void findsWhatIsMineFromAPlaceInTheWholeListOn() {
        fill(5);
        List<UUID> all = ids(admin, "order=expiry");
        TestMember approver = org.approver("Bea", "approvers");
        approver.approve(all.get(3));
        String cursor = page(approver.client(), "order=expiry&limit=2").next();

        assertThat(ids(approver.client(), "order=expiry&mine=true&cursor=" + cursor))
                .containsExactly(all.get(2), all.get(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=some", "state=", "state=pending,open", "state=PENDING", "risk=extreme", "risk=high,",
            "order=oldest", "order=RISK", "mine=yes", "mine=", "kind=policy", "kind=policy.burn", "agent=x",
            "workspace=Customer", "tool=", "text=+", "status=open", "before=1", "state=open&state=all"})
    void refusesAWordThatItDoesNotKnow(String query) {
        assertThat(admin.get("/v1/requests?" + query).code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(admin.get("/v1/requests/counts?" + query).code()).isEqualTo("REQUEST_MALFORMED");
    }
}
