package dev.agenthub.server.policies;

import dev.agenthub.api.Requirement;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of one version of a policy, read strictly: a member that is not understood could be the one that forbids. */
record PolicyDocument(List<Rule> rules) {

    PolicyDocument {
        rules = List.copyOf(rules);
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException where anything in it can't be understood, saying what
     */
    static PolicyDocument parse(byte[] bytes) {
        try {
            JsonObject document = object(JsonValue.parse(bytes));
            only(document, Set.of("rules"));
            return new PolicyDocument(document.array("rules").items().stream().map(PolicyDocument::rule).toList());
        } catch (EvidenceException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Rule rule(JsonValue value) {
        JsonObject rule = object(value);
        only(rule, Set.of("match", "outcome", "required", "expiresIn"));
        JsonObject match = rule.get("match") == null ? JsonObject.builder().build() : rule.object("match");
        only(match, Set.of("workspace", "agent", "tool", "risk"));
        return new Rule(
                new Match(words(match.get("workspace")), words(match.get("agent")), words(match.get("tool")),
                        words(match.get("risk"))),
                outcome(rule.string("outcome")),
                rule.get("required") == null
                        ? List.of()
                        : rule.array("required").items().stream().map(PolicyDocument::requirement).toList(),
                rule.get("expiresIn") == null ? null : Duration.parse(rule.string("expiresIn")));
    }

    private static Outcome outcome(String word) {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.toString().equals(word)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("outcome is one of allow, require, deny");
    }

    private static Requirement requirement(JsonValue value) {
        JsonObject requirement = object(value);
        only(requirement, Set.of("count", "group"));
        return new Requirement(Math.toIntExact(requirement.integer("count")), requirement.string("group"));
    }

    /** One word, or a list of at least one. */
    private static List<String> words(@Nullable JsonValue value) {
        return switch (value) {
            case null -> List.of();
            case JsonString(String word) -> List.of(word);
            case JsonArray(List<JsonValue> items) when !items.isEmpty() ->
                items.stream().map(PolicyDocument::word).toList();
            default -> throw new IllegalArgumentException("A match is a string or a list of strings");
        };
    }

    private static String word(JsonValue value) {
        if (value instanceof JsonString(String word)) {
            return word;
        }
        throw new IllegalArgumentException("A match is a string or a list of strings");
    }

    private static JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException("An object is expected");
    }

    private static void only(JsonObject object, Set<String> known) {
        for (String member : object.members().keySet()) {
            if (!known.contains(member)) {
                throw new IllegalArgumentException("\"" + member + "\" is not understood");
            }
        }
    }
}
