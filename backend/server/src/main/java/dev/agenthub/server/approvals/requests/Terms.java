package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.RequestEscalation;
import dev.agenthub.api.Requirement;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonBoolean;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.evidence.policy.Escalation;
import dev.agenthub.evidence.policy.ExcludedVoters;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.server.policies.PolicyDecision;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request's policy required when it was submitted; stored with the request, and compared with the policy in force when it runs.
 *
 * @param overrideGroup the group whose members may override a missing approval; null where nobody may
 * @param rules the names of the rules that applied
 * @param notes the conditions that could not be evaluated
 * @param readings what had been used of the policy's limits
 */
public record Terms(Demand demand, @Nullable String overrideGroup, List<String> rules, List<String> notes,
        Map<String, BigDecimal> readings) {

    public Terms {
        rules = List.copyOf(rules);
        notes = List.copyOf(notes);
        readings = Map.copyOf(readings);
    }

    public static Terms of(PolicyDecision decision) {
        return new Terms(decision.demand(), decision.overrideGroup(), decision.verdict().rules(),
                decision.verdict().notes(), decision.verdict().readings());
    }

    /** Reads a row's columns; the JSON is {@code {}} for requests that are older than the column. */
    static Terms stored(Outcome outcome, SortedMap<String, Integer> required, Duration expiresIn, String json) {
        JsonObject terms = (JsonObject) JsonValue.parse(json.getBytes(StandardCharsets.UTF_8));
        Demand demand = new Demand(outcome, required, expiresIn, flag(terms, "reasonRequired"), flag(terms, "stepUp"),
                terms.get("holdFor") == null ? Duration.ZERO : Duration.ofSeconds(terms.integer("holdFor")),
                new ExcludedVoters(Set.copyOf(texts(terms, "excludedGroups")),
                        Set.copyOf(texts(terms, "excludedMembers"))),
                escalation(terms));
        Map<String, BigDecimal> readings = new TreeMap<>();
        if (terms.get("readings") instanceof JsonObject read) {
            read.members().keySet().forEach(place -> readings.put(place, new BigDecimal(read.string(place))));
        }
        return new Terms(demand, terms.get("overrideGroup") == null ? null : terms.string("overrideGroup"),
                texts(terms, "rules"), texts(terms, "notes"), readings);
    }

    private static @Nullable Escalation escalation(JsonObject terms) {
        return terms.get("escalation") instanceof JsonObject escalation
                ? new Escalation(Duration.ofSeconds(escalation.integer("afterSeconds")), escalation.string("group"))
                : null;
    }

    private static boolean flag(JsonObject terms, String name) {
        return terms.get(name) instanceof JsonBoolean(boolean flag) && flag;
    }

    private static List<String> texts(JsonObject terms, String name) {
        return terms.get(name) == null
                ? List.of()
                : terms.array(name).items().stream().map(item -> ((JsonString) item).value()).toList();
    }

    /** The terms besides outcome and required approvals; a member is left out where it has no value. */
    JsonObject json() {
        JsonObject.Builder terms = JsonObject.builder();
        if (demand.reason()) {
            terms.put("reasonRequired", true);
        }
        if (demand.stepUp()) {
            terms.put("stepUp", true);
        }
        if (demand.hold().isPositive()) {
            terms.put("holdFor", demand.hold().toSeconds());
        }
        Escalation escalation = demand.escalation();
        if (escalation != null) {
            terms.put("escalation", JsonObject.builder().put("afterSeconds", escalation.after().toSeconds())
                    .put("group", escalation.group()).build());
        }
        if (overrideGroup != null) {
            terms.put("overrideGroup", overrideGroup);
        }
        put(terms, "excludedGroups", new TreeSet<>(demand.excluded().groups()));
        put(terms, "excludedMembers", new TreeSet<>(demand.excluded().members()));
        put(terms, "rules", rules);
        put(terms, "notes", notes);
        if (!readings.isEmpty()) {
            JsonObject.Builder read = JsonObject.builder();
            readings.forEach((place, used) -> read.put(place, used.toPlainString()));
            terms.put("readings", read.build());
        }
        return terms.build();
    }

    private static void put(JsonObject.Builder terms, String name, Iterable<String> texts) {
        List<JsonValue> items = new ArrayList<>();
        texts.forEach(text -> items.add(new JsonString(text)));
        if (!items.isEmpty()) {
            terms.put(name, new JsonArray(items));
        }
    }

    /** The API's view of the required approvals. */
    public static List<Requirement> required(Demand demand) {
        return demand.requirements().stream().map(one -> new Requirement(one.count(), one.group())).toList();
    }

    public ApprovalTerms shown(@Nullable Instant runsAfter, @Nullable RequestEscalation escalation) {
        return new ApprovalTerms(demand.reason(), demand.stepUp(), demand.hold().toSeconds(),
                demand.excluded().groups().stream().sorted().toList(),
                demand.excluded().members().stream().sorted().map(UUID::fromString).toList(), overrideGroup, rules,
                notes, runsAfter, escalation);
    }
}
