package dev.agenthub.evidence.policy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of evaluating a policy's document for one action.
 *
 * @param applied the rules that applied
 * @param rules the names of the rules that applied, in the document's order
 * @param notes what could not be evaluated, for the approver; if there is any note, the action needs an approval at least
 * @param readings what earlier actions had used up of the limits asked about, by the place of the condition
 */
public record PolicyEvaluation(Demand demand, AppliedRules applied, List<String> rules, List<String> notes,
        SortedMap<String, BigDecimal> readings) {

    public PolicyEvaluation {
        rules = List.copyOf(rules);
        notes = List.copyOf(notes);
        readings = new TreeMap<>(readings);
    }

    static PolicyEvaluation denied(String note) {
        return new PolicyEvaluation(Demand.DENIAL, new AppliedRules(List.of(), List.of()), List.of(), List.of(note),
                new TreeMap<>(Map.of()));
    }
}
