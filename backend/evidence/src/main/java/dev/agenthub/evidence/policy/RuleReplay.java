package dev.agenthub.evidence.policy;

import java.util.Set;

/**
 * Which rules of a document apply to an action, as far as a replay can tell from an export.
 *
 * @param rules the indices of those that apply
 * @param unevaluated of them those taken as applying because a condition was unknown at the time
 * @param untold those that the replay cannot evaluate; they are in neither of the other sets
 * @param why the reasons; empty if all rules could be evaluated
 * @param size how many rules there are
 */
public record RuleReplay(Set<Integer> rules, Set<Integer> unevaluated, Set<Integer> untold, Set<ReplayGap> why,
        int size) {

    public RuleReplay {
        rules = Set.copyOf(rules);
        unevaluated = Set.copyOf(unevaluated);
        untold = Set.copyOf(untold);
        why = Set.copyOf(why);
    }

    /** Whether these can have been the rules that applied. */
    public boolean agreesWith(AppliedRules applied) {
        for (int rule = 0; rule < size; rule++) {
            if (!untold.contains(rule) && (applied.rules().contains(rule) != rules.contains(rule)
                    || applied.unevaluated().contains(rule) != unevaluated.contains(rule))) {
                return false;
            }
        }
        return true;
    }
}
