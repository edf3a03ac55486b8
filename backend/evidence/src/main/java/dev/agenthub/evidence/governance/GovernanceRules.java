package dev.agenthub.evidence.governance;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Quorum;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a governance policy ({@code agenthub/governance/v1}) says to a verifier: which kinds of changes need approvals, and whose. */
public final class GovernanceRules {

    private record Rule(Set<ChangeKind> kinds, List<Quorum.Requirement> required) {}

    private final JsonObject document;
    private final List<Rule> rules;

    private GovernanceRules(JsonObject document, List<Rule> rules) {
        this.document = document;
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads a document.
     *
     * @throws EvidenceException MEMBER_MISSING where it is not one
     */
    public static GovernanceRules of(JsonObject document) {
        List<Rule> rules = new ArrayList<>();
        for (JsonValue item : document.array("rules").items()) {
            JsonObject rule = object(item);
            List<Quorum.Requirement> required = rule.array("required").items().stream().map(GovernanceRules::object)
                    .map(one -> new Quorum.Requirement(Math.clamp(one.integer("count"), 0, Integer.MAX_VALUE),
                            one.string("group")))
                    .toList();
            rules.add(new Rule(kinds(rule.object("match").get("kind")), required));
        }
        return new GovernanceRules(document, rules);
    }

    private static JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new EvidenceException(Codes.MEMBER_MISSING, "A rule of a governance policy is an object.");
    }

    private static Set<ChangeKind> kinds(@Nullable JsonValue kind) {
        EnumSet<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
        if (kind == null) {
            throw new EvidenceException(Codes.MEMBER_MISSING, "A rule of a governance policy names kinds.");
        }
        List<JsonValue> words = kind instanceof JsonArray(List<JsonValue> items) ? items : List.of(kind);
        for (JsonValue word : words) {
            if (!(word instanceof JsonString(String text))) {
                throw new EvidenceException(Codes.MEMBER_MISSING, "A kind of change is text.");
            }
            ChangeKind.ofWord(text).ifPresent(kinds::add);
        }
        return kinds;
    }

    /** The document that it was read from. */
    public JsonObject document() {
        return document;
    }

    /** SHA-256 of the canonical document. */
    public Hash digest() {
        return Hash.sha256(document.canonicalBytes());
    }

    /** Whether changes of this kind need approvals. */
    public boolean covers(ChangeKind kind) {
        return rules.stream().anyMatch(rule -> rule.kinds().contains(kind));
    }

    /** Whether these approvals are at least those that all rules for this kind ask for together: for every group the largest count. */
    public boolean areMetBy(List<Quorum.Requirement> required, ChangeKind kind) {
        Map<String, Integer> asked = new TreeMap<>();
        rules.stream().filter(rule -> rule.kinds().contains(kind)).flatMap(rule -> rule.required().stream())
                .forEach(one -> asked.merge(one.group(), one.count(), Math::max));
        return asked.entrySet().stream().allMatch(one -> required.stream()
                .anyMatch(there -> there.group().equals(one.getKey()) && there.count() >= one.getValue()));
    }
}
