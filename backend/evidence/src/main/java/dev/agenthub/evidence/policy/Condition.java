package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A condition of a rule about an action; the rule applies if all of its conditions hold. */
sealed interface Condition {

    TruthValue holds(PolicyInput question, Match match, EarlierUsage usage);

    /** Prepares what takes time, and refuses what can't be; see {@link PolicyDocument#read}. */
    default void compile() {}

    /** How many steps it takes at most, what earlier actions used left out. */
    default long steps(PolicyInput question) {
        return 1;
    }

    /** Whether the action has a value at a pointer. */
    record Exists(Pointer at, boolean expected) implements Condition {

        @Override
        public TruthValue holds(PolicyInput question, Match match, EarlierUsage usage) {
            return TruthValue.of((at.find(question.action()) != null) == expected);
        }
    }

    /** A test of the value at a pointer; unknown if there is no value. */
    record OfValue(Pointer at, ValueTest test, boolean negated) implements Condition {

        @Override
        public void compile() {
            test.compile();
        }

        @Override
        public long steps(PolicyInput question) {
            JsonValue value = at.find(question.action());
            return value == null ? 1 : test.steps(value);
        }

        @Override
        public TruthValue holds(PolicyInput question, Match match, EarlierUsage usage) {
            JsonValue value = at.find(question.action());
            if (value == null) {
                return TruthValue.unknown(at.text() + " is missing");
            }
            TruthValue truth = test.holds(value);
            return truth.is(TruthValue.State.UNKNOWN)
                    ? TruthValue.unknown(at.text() + " " + truth.reason())
                    : negated ? truth.opposite() : truth;
        }
    }

    /** A limit on what an agent, a tool or a workspace has used, this action included. */
    record OfUsage(String place, Limit limit, Comparison comparison) implements Condition {

        @Override
        public TruthValue holds(PolicyInput question, Match match, EarlierUsage usage) {
            BigDecimal own = BigDecimal.ONE;
            Pointer amount = limit.amount();
            if (amount != null) {
                JsonValue value = amount.find(question.action());
                BigDecimal number = value == null ? null : Decimals.of(value);
                if (number == null) {
                    return TruthValue.unknown(amount.text() + (value == null ? " is missing" : " is no number"));
                }
                own = number.abs();
            }
            Optional<BigDecimal> before = usage.before(place, limit, match, question);
            if (before.isEmpty()) {
                return TruthValue.unknown("what was used before can't be added up");
            }
            return TruthValue.of(comparison.holds(before.get().add(own)));
        }
    }

    /** The members that say what is asked of a value; a condition has one of them. */
    Set<String> TESTS = Set.of("equals", "in", "over", "atLeast", "under", "atMost", "matches", "length", "host",
            "exists");

    static Condition read(DocumentNode node) {
        if (node.get("count") != null || node.get("sum") != null) {
            return usage(node);
        }
        Pointer at = Pointer.read(node.require("at"));
        node.only(union(TESTS, Set.of("at", "not")));
        DocumentNode negation = node.get("not");
        String word = only(node, TESTS);
        DocumentNode operand = node.require(word);
        boolean negated = negation != null && negation.flag();
        if (word.equals("exists")) {
            return new Exists(at, operand.flag() != negated);
        }
        return new OfValue(at, test(word, operand), negated);
    }

    private static ValueTest test(String word, DocumentNode operand) {
        return switch (word) {
            case "equals" -> new ValueTest.OneOf(List.of(operand.value()));
            case "in" -> new ValueTest.OneOf(operand.values(1000));
            case "matches" -> ValueTest.Matching.read(operand);
            case "length" -> new ValueTest.Length(comparison(operand.only(Comparison.WORDS)));
            case "host" -> new ValueTest.Host(operand.oneOrMore(1000).stream().map(HostPattern::read).toList());
            default -> new ValueTest.Compared(Comparison.read(word, operand));
        };
    }

    private static Condition usage(DocumentNode node) {
        node.only(union(Comparison.WORDS, Set.of("count", "sum")));
        boolean counts = node.get("count") != null;
        if (counts && node.get("sum") != null) {
            throw node.fault("A limit has either \"count\" or \"sum\".");
        }
        DocumentNode limit = node.require(counts ? "count" : "sum");
        limit.only(counts ? Set.of("per", "within") : Set.of("at", "per", "within"));
        return new OfUsage(node.at(),
                new Limit(counts ? null : Pointer.read(limit.require("at")), Limit.Per.read(limit.require("per")),
                        limit.require("within").duration(Rule.SHORTEST, Rule.LONGEST)),
                comparison(node));
    }

    private static Comparison comparison(DocumentNode node) {
        String word = only(node, Comparison.WORDS);
        return Comparison.read(word, node.require(word));
    }

    private static String only(DocumentNode node, Set<String> words) {
        List<String> there = new ArrayList<>(node.names());
        there.retainAll(words);
        if (there.size() != 1) {
            throw node.fault("Exactly one of " + words.stream().sorted().toList() + " is expected.");
        }
        return there.getFirst();
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
