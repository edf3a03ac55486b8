package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a request beside its approvals, as the member {@code terms} of its event states them (SPEC.md §8).
 *
 * @param override whose members may override a missing approval; null where nobody may
 */
public record AskedTerms(ExcludedVoters excluded, Duration hold, @Nullable String override, boolean reason,
        boolean stepUp,
        @Nullable Escalation escalation) {

    /** What a demand under a document with that group for overrides asks. */
    public static AskedTerms of(Demand demand, @Nullable String override) {
        return new AskedTerms(demand.excluded(), demand.hold(), override, demand.reason(), demand.stepUp(),
                demand.escalation());
    }

    /**
     * Reads the member.
     *
     * @throws EvidenceException MEMBER_MISSING where something that must be there is not
     */
    public static AskedTerms of(JsonObject terms) {
        JsonObject excluded = terms.object("excluded");
        return new AskedTerms(
                new ExcludedVoters(Set.copyOf(excluded.array("groups").strings()),
                        Set.copyOf(excluded.array("members").strings())),
                Duration.ofSeconds(terms.integer("holdSeconds")), terms.nullableString("override"),
                terms.bool("reason"), terms.bool("stepUp"), escalation(terms));
    }

    private static @Nullable Escalation escalation(JsonObject terms) {
        JsonValue said = terms.get("escalation");
        if (said == null || said instanceof JsonNull) {
            return null;
        }
        JsonObject one = terms.object("escalation");
        return new Escalation(Duration.ofSeconds(one.integer("afterSeconds")), one.string("group"));
    }

    /** The member. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("escalation", escalation == null
                        ? JsonNull.NULL
                        : JsonObject.builder().put("afterSeconds", escalation.after().toSeconds())
                                .put("group", escalation.group()).build())
                .put("excluded", JsonObject.builder().put("groups", sorted(excluded.groups()))
                        .put("members", sorted(excluded.members())).build())
                .put("holdSeconds", hold.toSeconds())
                .put("override", override == null ? JsonNull.NULL : new JsonString(override))
                .put("reason", reason).put("stepUp", stepUp).build();
    }

    private static JsonArray sorted(Set<String> texts) {
        return JsonArray.ofStrings(texts.stream().sorted().toList());
    }
}
