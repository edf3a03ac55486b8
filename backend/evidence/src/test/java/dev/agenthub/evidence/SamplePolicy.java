package dev.agenthub.evidence;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.policy.Quorum;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policy of a sample log: it has a rule for every demand that a test makes of a request. */
public final class SamplePolicy {

    private static final Quorum.Requirement FINANCE = new Quorum.Requirement(1, "finance");
    private static final List<JsonObject> RULES = Stream.concat(
            Stream.of(rule(List.of(), null), rule(List.of(approvers(1)), null), rule(List.of(approvers(2)), null),
                    rule(List.of(approvers(3)), null), rule(List.of(FINANCE), null),
                    rule(List.of(new Quorum.Requirement(2, "finance")), null),
                    rule(List.of(approvers(1), FINANCE), null)),
            Stream.of(escalation(1, "approvers"), escalation(2, "approvers"), escalation(60, "approvers"),
                    escalation(60, "chiefs"))
                    .flatMap(one -> Stream.of(rule(List.of(approvers(1)), one), rule(List.of(FINANCE), one),
                            rule(List.of(approvers(1), FINANCE), one))))
            .toList();

    private SamplePolicy() {}

    private static Quorum.Requirement approvers(int count) {
        return new Quorum.Requirement(count, "approvers");
    }

    /** The member of an event's terms. */
    static JsonObject escalation(long afterSeconds, String group) {
        return JsonObject.builder().put("afterSeconds", afterSeconds).put("group", group).build();
    }

    private static JsonObject rule(List<Quorum.Requirement> required, @Nullable JsonObject escalation) {
        JsonObject.Builder rule = JsonObject.builder().put("outcome", required.isEmpty() ? "allow" : "require");
        if (!required.isEmpty()) {
            rule.put("required", required(required));
        }
        if (escalation != null) {
            rule.put("escalate",
                    JsonObject.builder().put("after", "PT" + escalation.integer("afterSeconds") + "S")
                            .put("group", escalation.string("group")).build());
        }
        return rule.build();
    }

    public static JsonArray required(List<Quorum.Requirement> required) {
        return new JsonArray(required.stream().<JsonValue>map(
                one -> JsonObject.builder().put("count", one.count()).put("group", one.group()).build()).toList());
    }

    /** A document with all these rules. */
    public static JsonObject document(@Nullable String override) {
        JsonObject.Builder document = JsonObject.builder().put("rules", new JsonArray(List.copyOf(RULES)))
                .put("v", "agenthub/policy/v1");
        if (override != null) {
            document.put("override", JsonObject.builder().put("group", override).build());
        }
        return document.build();
    }

    /** The rule that asks exactly this, by its index in an event's list; none where no rule does. */
    static JsonArray rules(List<Quorum.Requirement> required, @Nullable JsonObject escalation) {
        List<Quorum.Requirement> sorted = new ArrayList<>(required);
        sorted.sort((one, other) -> one.group().compareTo(other.group()));
        int index = RULES.indexOf(rule(sorted, escalation));
        return index < 0 ? JsonArray.of() : JsonArray.of(JsonNumber.of(index));
    }

    /** What an event says is asked beside approvals. */
    public static JsonObject terms(@Nullable String override, @Nullable JsonObject escalation) {
        JsonObject.Builder terms = JsonObject.builder()
                .put("excluded", JsonObject.builder().put("groups", JsonArray.of()).put("members", JsonArray.of())
                        .build())
                .put("holdSeconds", 0).put("reason", false).put("stepUp", false)
                .put("escalation", escalation == null ? JsonNull.NULL : escalation);
        return (override == null ? terms.putNull("override") : terms.put("override", override)).build();
    }
}
