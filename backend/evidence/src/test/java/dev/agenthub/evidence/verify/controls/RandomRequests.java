package dev.agenthub.evidence.verify.controls;

import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.SamplePolicy;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.policy.AppliedRules;
import dev.agenthub.evidence.policy.AskedTerms;
import dev.agenthub.evidence.policy.Decimals;
import dev.agenthub.evidence.policy.Limit;
import dev.agenthub.evidence.policy.Match;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.policy.PolicyEvaluation;
import dev.agenthub.evidence.policy.PolicyInput;
import dev.agenthub.evidence.policy.RandomPolicy;
import dev.agenthub.evidence.statement.Decision;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws an honest log of requests under policies with limits, of which an export shows the
 * payloads of some, and of a tool perhaps not the risk.
 */
final class RandomRequests {

    private static final List<String> TOOLS = List.of("refund", "ticket", "letter");

    /** A request and what it used up. */
    private record Made(Request request, PolicyInput question, Instant at) {}

    private final Random random;
    private final RandomPolicy policies;
    private final SampleLog log = SampleLog.opened();
    /** Those that the export shows, by the place of their request. */
    private final SortedMap<Integer, byte[]> payloads = new TreeMap<>();
    private final List<Integer> places = new ArrayList<>();
    private final List<Made> counting = new ArrayList<>();
    private final List<Made> open = new ArrayList<>();
    private final Map<String, String> risks = new HashMap<>();
    private PolicyDocument document = PolicyDocument.parse("{\"rules\":[]}".getBytes(StandardCharsets.UTF_8));

    private RandomRequests(Random random) {
        this.random = random;
        this.policies = new RandomPolicy(random, List.of("refund", "*e*"), List.of("approvers"));
    }

    static RandomRequests of(Random random, int steps) {
        RandomRequests drawn = new RandomRequests(random);
        drawn.install();
        drawn.publish();
        for (int i = 0; i < steps; i++) {
            drawn.step();
        }
        return drawn;
    }

    List<byte[]> events() {
        return log.events();
    }

    /** The payloads that an export of these events shows. */
    List<byte[]> payloads(int from, int to) {
        return List.copyOf(payloads.subMap(from, to).values());
    }

    /** Where in the log requests were made. */
    List<Integer> places() {
        return places;
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0 -> install();
            case 1, 2 -> publish();
            case 3, 4, 5 -> log.at(log.now().plusSeconds(random.nextInt(12)));
            case 6, 7, 8 -> end();
            default -> request();
        }
    }

    private void install() {
        List<JsonValue> tools = new ArrayList<>();
        for (String tool : TOOLS) {
            String risk = pick("low", "medium", "high");
            risks.put(tool, risk);
            JsonObject.Builder one = SampleLog.data().put("digest", SampleLog.digest(new JsonString(tool)).hex())
                    .put("name", tool);
            tools.add((random.nextInt(5) == 0 ? one : one.put("risk", risk)).build());
        }
        log.append(EventType.AGENT_UPDATED, SampleLog.data().put("agent", SampleLog.AGENT.toString())
                .put("owner", SampleLog.OWNER.toString()).put("manifestDigest", SampleLog.POLICY.hex())
                .put("tools", new JsonArray(tools)).build());
    }

    private void publish() {
        JsonObject drawn = policies.document(3);
        document = PolicyDocument.parse(drawn);
        log.publish(drawn);
    }

    private void request() {
        String tool = TOOLS.get(random.nextInt(TOOLS.size()));
        JsonObject arguments = json(
                "{" + pick("", "'amount':'a lot'", "'amount':60", "'amount':'120.50'", "'amount':-30")
                        + "}");
        Request request = log.action("request " + log.events().size(), tool, arguments);
        JsonObject payload = (JsonObject) JsonValue.parse(request.payload());
        Made made = new Made(request, new PolicyInput(SampleLog.id("workspace"), SampleLog.AGENT, tool,
                SampleLog.id("connector"), risks.getOrDefault(tool, ""), payload), log.now());
        PolicyEvaluation verdict = document.decide(made.question(), this::used);
        if (verdict.demand().outcome() == Outcome.DENY) {
            return;
        }
        if (random.nextInt(6) > 0) {
            payloads.put(log.events().size(), request.payload());
        }
        counting.add(made);
        open.add(made);
        places.add(log.events().size());
        submit(request, verdict);
    }

    private void submit(Request request, PolicyEvaluation verdict) {
        JsonObject asked = SampleLog.data().put("required", SamplePolicy.required(verdict.demand().requirements()))
                .put("rules", AppliedRules.json(verdict.applied().rules()))
                .put("unevaluated", AppliedRules.json(verdict.applied().unevaluated()))
                .put("terms", AskedTerms.of(verdict.demand(), null).toJson()).build();
        JsonObject.Builder event = SampleLog.data();
        log.asked(request, null).build().members().forEach((name, value) -> {
            JsonValue said = asked.get(name);
            event.put(name, said == null ? value : said);
        });
        log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, event.build());
    }

    private Optional<BigDecimal> used(String place, Limit limit, Match match, PolicyInput question) {
        Instant since = log.now().minus(limit.within());
        BigDecimal sum = BigDecimal.ZERO;
        for (Made made : counting) {
            PolicyInput other = made.question();
            boolean same = switch (limit.per()) {
                case AGENT, WORKSPACE -> true;
                case TOOL -> other.tool().equals(question.tool());
            };
            if (!same || !made.at().isAfter(since) || !match.mayCover(other)) {
                continue;
            }
            BigDecimal amount = amount(limit, other);
            if (amount == null) {
                return Optional.empty();
            }
            sum = sum.add(amount);
        }
        return Optional.of(sum);
    }

    private static @Nullable BigDecimal amount(Limit limit, PolicyInput question) {
        JsonValue value = limit.amount() == null ? null : limit.amount().find(question.action());
        if (limit.amount() == null) {
            return BigDecimal.ONE;
        }
        BigDecimal number = value == null ? BigDecimal.ZERO : Decimals.of(value);
        return number == null ? null : number.abs();
    }

    /** One of the open requests goes on. */
    private void end() {
        if (open.isEmpty()) {
            return;
        }
        Made made = open.remove(random.nextInt(open.size()));
        Request request = made.request();
        switch (random.nextInt(4)) {
            case 0 -> log.close(EventType.APPROVAL_CANCELLED, request);
            case 1 -> log.close(EventType.APPROVAL_EXPIRED, request);
            case 2 -> log.decide(SampleLog.ADA, log.statement(SampleLog.ADA, request, Decision.DENY));
            default -> {
                log.approve(SampleLog.ADA, request).approve(SampleLog.BEN, request).run(request);
                return;
            }
        }
        counting.remove(made);
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private static JsonObject json(String quoted) {
        return (JsonObject) JsonValue.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
