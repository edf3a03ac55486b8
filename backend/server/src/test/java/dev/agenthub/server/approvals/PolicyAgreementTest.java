package dev.agenthub.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.Thorough;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.RandomPolicy;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.server.RewrittenLog;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that server and verifier evaluate random requests under random policies alike; the verifier has only the export. */
class PolicyAgreementTest {

    private static final Random RANDOM = new Random(20_261_129);
    private static final int POLICIES = Thorough.ON ? 60 : 6;
    private static final int STEPS = 12;
    private static final List<String> TOOLS = List.of("messages.send", "tickets.create", "refunds.create",
            "accounts.delete");

    private static final TestBackend BACKEND = TestBackend.get();
    /** What the server answered to each submission. */
    private static final Map<UUID, RequestState> ANSWERS = new LinkedHashMap<>();
    private static RewrittenLog export;

    @BeforeAll
    static void draw(@TempDir Path folder) throws IOException {
        TestOrganization org = new TestOrganization();
        TestMember cem = org.approver("Cem", "approvers", "finance");
        List<TestClient> agents = List.of(org.agent(), org.otherAgent().client());
        RandomPolicy policies = new RandomPolicy(RANDOM, List.of("refunds.*", "*.create", "messages.send"),
                List.of("approvers", "finance"));
        // Windows end exactly where they do only where nothing else moves the clock.
        BACKEND.clock().stop();
        for (int i = 0; i < POLICIES; i++) {
            org.publish(text(policies.document(6)));
            for (int step = 0; step < STEPS; step++) {
                step(org, agents, cem);
            }
        }
        export = RewrittenLog.of(org, folder);
    }

    @AfterAll
    static void resetClock() {
        BACKEND.clock().reset();
    }

    private static String text(JsonObject object) {
        return new String(object.canonicalBytes(), StandardCharsets.UTF_8);
    }

    private static void step(TestOrganization org, List<TestClient> agents, TestMember cem) {
        switch (RANDOM.nextInt(8)) {
            case 0, 1 -> BACKEND.clock().advance(Duration.ofSeconds(1 + RANDOM.nextInt(10)));
            case 2 -> waiting(org).ifPresent(request -> cem.deny(request).as(RequestDetail.class));
            default -> submit(agents.get(RANDOM.nextInt(agents.size())));
        }
    }

    private static void submit(TestClient agent) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("customer", "cus_" + RANDOM.nextInt(5));
        List.of("60", "120.50", "-30", "a lot", "1e2").stream().skip(RANDOM.nextInt(6)).findFirst()
                .ifPresent(amount -> arguments.put("amount", amount));
        if (RANDOM.nextBoolean()) {
            arguments.put("note", RANDOM.nextBoolean() ? "x" : "17");
        }
        RequestStatus status = agent.post("/v1/requests", new SubmitRequest(TOOLS.get(RANDOM.nextInt(TOOLS.size())),
                arguments, Ids.next().toString(), null)).as(RequestStatus.class);
        ANSWERS.put(status.request(), status.state());
    }

    /** One that waits still: a policy's next version closes those that it asks more of. */
    private static Optional<UUID> waiting(TestOrganization org) {
        List<UUID> asked = ANSWERS.entrySet().stream().filter(answer -> answer.getValue() == RequestState.PENDING)
                .map(Map.Entry::getKey).toList().reversed();
        return asked.stream().skip(RANDOM.nextInt(1 + asked.size()))
                .filter(request -> org.owner().detail(request).summary().state() == RequestState.PENDING).findFirst();
    }

    /** Where each request that was not denied stands in the log. */
    private static List<Integer> requested() {
        return IntStream.range(0, export.events().size())
                .filter(seq -> export.events().get(seq).type().equals(EventType.APPROVAL_REQUESTED)).boxed().toList();
    }

    private static List<Integer> some(List<Integer> all) {
        return all.stream().filter(_ -> Thorough.ON || RANDOM.nextInt(3) == 0).toList();
    }

    private static JsonObject data(int seq) {
        return export.events().get(seq).data();
    }

    @Test
    void comeToTheSameOfEveryRequest() {
        Report report = export.verify();

        assertThat(report.findings()).isEmpty();
        List<Integer> requested = requested();
        assertThat(report.controls().policies()).isEqualTo(new PolicyReplaySummary(requested.size(), 0, 0, Map.of()));
        Map<UUID, Boolean> asks = new HashMap<>();
        requested.forEach(seq -> asks.put(UUID.fromString(data(seq).string("request")),
                !data(seq).array("required").items().isEmpty()));
        ANSWERS.forEach((request, state) -> {
            Boolean expected = switch (state) {
                case DENIED -> null;
                case PENDING -> true;
                default -> false;
            };
            assertThat(asks.get(request)).as("%s is %s", request, state).isEqualTo(expected);
        });
        assertThat(ANSWERS.values()).contains(RequestState.DENIED, RequestState.PENDING, RequestState.APPROVED);
        assertThat(requested).filteredOn(seq -> data(seq).array("rules").items().size() > 1).hasSizeGreaterThan(5);
        assertThat(requested).filteredOn(seq -> !data(seq).array("unevaluated").items().isEmpty())
                .hasSizeGreaterThan(2);
    }

    @Test
    void findsARuleThatARequestNoLongerNames() {
        for (int seq : some(requested())) {
            List<JsonValue> rules = data(seq).array("rules").items();
            if (!rules.isEmpty()) {
                List<JsonValue> fewer = new ArrayList<>(rules);
                JsonValue dropped = fewer.remove(RANDOM.nextInt(rules.size()));
                assertFound(seq, Map.of("rules", new JsonArray(fewer), "unevaluated",
                        without(data(seq).array("unevaluated"), dropped)), Codes.RUN_POLICY_MISMATCH);
            }
        }
    }

    @Test
    void findsAnApprovalFewer() {
        for (int seq : some(requested())) {
            List<JsonValue> required = new ArrayList<>(data(seq).array("required").items());
            if (!required.isEmpty()) {
                int lowered = RANDOM.nextInt(required.size());
                JsonObject one = (JsonObject) required.remove(lowered);
                if (one.integer("count") > 1) {
                    required.add(lowered, with(one, Map.of("count", JsonNumber.of(one.integer("count") - 1))));
                }
                assertFound(seq, Map.of("required", new JsonArray(required)), Codes.RUN_POLICY_MISMATCH);
            }
        }
    }

    @Test
    void findsAPublishedRuleFewer() {
        List<AuditEvent> events = export.events();
        for (int seq = 0; seq < events.size(); seq++) {
            if (!events.get(seq).type().equals(EventType.POLICY_PUBLISHED)) {
                continue;
            }
            JsonObject document = data(seq).object("document");
            List<JsonValue> rules = new ArrayList<>(document.array("rules").items());
            if (!rules.isEmpty()) {
                rules.remove(RANDOM.nextInt(rules.size()));
                JsonObject fewer = with(document, Map.of("rules", new JsonArray(rules)));
                assertThat(found(seq, Map.of("document", fewer)))
                        .contains(tuple(Codes.POLICY_DIGEST_MISMATCH, (long) seq));
                assertUnknown(seq, Map.of("document", fewer, "digest",
                        new JsonString(Hash.sha256(fewer.canonicalBytes()).hex())));
            }
        }
    }

    /** Whoever changes the digest too contradicts every request under that version. */
    private static void assertUnknown(int published, Map<String, JsonValue> changed) {
        String digest = data(published).string("digest");
        List<Tuple> expected = requested().stream()
                .filter(seq -> data(seq).object("policy").string("digest").equals(digest))
                .map(seq -> tuple(Codes.POLICY_UNKNOWN, (long) seq)).toList();
        assertThat(found(published, changed)).containsExactlyElementsOf(expected);
    }

    private static void assertFound(int seq, Map<String, JsonValue> changed, String code) {
        assertThat(found(seq, changed)).as("%s of %s", changed, seq).containsExactly(tuple(code, (long) seq));
    }

    private static List<Tuple> found(int seq, Map<String, JsonValue> changed) {
        return export.verifyWith(seq, with(data(seq), changed)).findings().stream()
                .map(finding -> tuple(finding.code(), finding.seq())).toList();
    }

    private static JsonArray without(JsonArray array, JsonValue dropped) {
        return new JsonArray(array.items().stream().filter(item -> !item.equals(dropped)).toList());
    }

    private static JsonObject with(JsonObject object, Map<String, JsonValue> changed) {
        JsonObject.Builder other = JsonObject.builder();
        object.members().forEach((name, value) -> other.put(name, changed.getOrDefault(name, value)));
        return other.build();
    }
}
