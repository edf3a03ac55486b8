package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.List;

/**
 * Which rules of a document applied, by their index from 0.
 *
 * @param rules ascending
 * @param unevaluated those of them taken as applying because a condition was unknown, ascending
 */
public record AppliedRules(List<Integer> rules, List<Integer> unevaluated) {

    public AppliedRules {
        rules = List.copyOf(rules);
        unevaluated = List.copyOf(unevaluated);
    }

    /** Indices as events list them. */
    public static JsonArray json(List<Integer> indices) {
        return new JsonArray(indices.stream().<JsonValue>map(JsonNumber::of).toList());
    }

    /**
     * Whether this could be said of a document with so many rules: each index once and in order, and what is unevaluated among the rules.
     */
    boolean isOf(int size) {
        return ascend(rules, size) && ascend(unevaluated, size) && rules.containsAll(unevaluated);
    }

    private static boolean ascend(List<Integer> indices, int size) {
        int least = 0;
        for (int index : indices) {
            if (index < least || index >= size) {
                return false;
            }
            least = index + 1;
        }
        return true;
    }
}
