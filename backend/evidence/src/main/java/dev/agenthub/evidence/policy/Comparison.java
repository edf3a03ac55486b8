package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.documents.DocumentNode;
import java.math.BigDecimal;
import java.util.Set;

/** A comparison of a number with a bound. */
record Comparison(Operator operator, BigDecimal bound) {

    enum Operator {
        OVER("over"), AT_LEAST("atLeast"), UNDER("under"), AT_MOST("atMost");

        private final String word;

        Operator(String word) {
            this.word = word;
        }
    }

    static final Set<String> WORDS = Set.of("over", "atLeast", "under", "atMost");

    static Comparison read(String word, DocumentNode bound) {
        for (Operator operator : Operator.values()) {
            if (operator.word.equals(word)) {
                return new Comparison(operator, Decimals.read(bound));
            }
        }
        throw bound.fault("This is not one of " + WORDS.stream().sorted().toList() + ".");
    }

    boolean holds(BigDecimal value) {
        int order = value.compareTo(bound);
        return switch (operator) {
            case OVER -> order > 0;
            case AT_LEAST -> order >= 0;
            case UNDER -> order < 0;
            case AT_MOST -> order <= 0;
        };
    }
}
