package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import dev.agenthub.evidence.documents.NulCharacter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one version of a policy, read strictly; its form is published as {@code policy.schema.json}.
 *
 * <p>The rules that apply are joined: deny wins, then the most demanding ({@link Demand#join}). Nothing applies: one approval. Where it
 * can't be told whether a rule applies, it does, and at least one approval is asked, whatever else is allowed: the strictest of all that
 * could be meant.
 */
public final class PolicyDocument {

    /** What the member {@code v} says; a document without it is read the same. */
    public static final String VERSION = "agenthub/policy/v1";

    /** A regular expression that the names of approval groups match as a whole. */
    public static final String GROUP = "[a-z][a-z0-9-]{0,62}";

    /** Of its canonical form, in bytes. */
    private static final int LARGEST = 1 << 20;
    /** Leaves room for what a document stands in: an event, and the payload of a change. */
    private static final int DEEPEST = AuditEvent.MAX_DATA_DEPTH - 6;
    private static final int MOST_RULES = 500;
    private static final int MOST_GROUPS = 10;
    private static final int MOST_NOTES = 10;

    private final List<Rule> rules;
    private final @Nullable String overrideGroup;
    private final int length;

    private PolicyDocument(int length, List<Rule> rules, @Nullable String overrideGroup) {
        this.length = length;
        this.rules = List.copyOf(rules);
        this.overrideGroup = overrideGroup;
    }

    /**
     * Reads a document.
     *
     * @throws DocumentFault where anything in it can't be understood, saying where and what
     */
    public static PolicyDocument parse(byte[] bytes) {
        try {
            return parse(JsonValue.parse(bytes));
        } catch (EvidenceException e) {
            throw new DocumentFault("", e.code() + " at byte " + e.offset() + ": " + e.getMessage());
        }
    }

    /** As {@link #parse(byte[])}, of a value that was read before. */
    public static PolicyDocument parse(JsonValue value) {
        PolicyDocument document = read(value);
        document.rules.forEach(rule -> rule.when().forEach(Condition::compile));
        return document;
    }

    /**
     * Reads a document without its patterns, of which a short one can take long to compile: for what rules ask they don't matter.
     *
     * @throws DocumentFault as {@link #parse(byte[])}, but for a pattern that is none, which is refused where it is needed
     */
    public static PolicyDocument read(JsonValue value) {
        byte[] canonical = value.canonicalBytes();
        requireLength(canonical);
        if (value.depth() > DEEPEST) {
            throw new DocumentFault("", "A policy is nested at most " + DEEPEST + " levels deep.");
        }
        String unstorable = NulCharacter.placeIn(value, canonical);
        if (unstorable != null) {
            throw new DocumentFault(unstorable, "U+0000 can't be stored.");
        }
        DocumentNode document = new DocumentNode(value, "").only(Set.of("v", "rules", "override"));
        DocumentNode version = document.get("v");
        if (version != null && !version.text(100).equals(VERSION)) {
            throw version.fault(VERSION + " is expected.");
        }
        List<Rule> rules = new ArrayList<>();
        for (DocumentNode rule : document.require("rules").anyItems(MOST_RULES)) {
            rules.add(Rule.read(rule, rules.size() + 1));
        }
        long groups = rules.stream().flatMap(rule -> rule.demand().required().keySet().stream()).distinct().count();
        if (groups > MOST_GROUPS) {
            throw document.require("rules").fault("A policy asks at most " + MOST_GROUPS + " different groups.");
        }
        DocumentNode override = document.get("override");
        return new PolicyDocument(canonical.length, rules,
                override == null || override.absent()
                        ? null
                        : Rule.group(override.only(Set.of("group")).require("group")));
    }

    /** Bounds what reading a document takes, by its canonical form. */
    static void requireLength(byte[] canonical) {
        if (canonical.length > LARGEST) {
            throw new DocumentFault("", "A policy has at most " + LARGEST + " bytes.");
        }
    }

    /** Whose members may override a missing approval, with a reason; null where nobody may. */
    public @Nullable String overrideGroup() {
        return overrideGroup;
    }

    /** Whether it has no rules at all. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** All groups that are named, whoever they are required, excluded or allowed to override. */
    public Set<String> groups() {
        Set<String> groups = new TreeSet<>();
        for (Rule rule : rules) {
            groups.addAll(rule.demand().required().keySet());
            groups.addAll(rule.demand().excluded().groups());
        }
        if (overrideGroup != null) {
            groups.add(overrideGroup);
        }
        return groups;
    }

    /** Evaluates the document for an action. A pure function of document, input and usage. */
    public PolicyEvaluation decide(PolicyInput question, EarlierUsage usage) {
        TreeMap<String, BigDecimal> readings = new TreeMap<>();
        EarlierUsage recorded = (place, limit, match, about) -> {
            Optional<BigDecimal> before = usage.before(place, limit, match, about);
            before.ifPresent(value -> readings.put(place, value));
            return before;
        };
        List<Integer> applying = new ArrayList<>();
        List<Integer> unevaluated = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            TruthValue truth = rule.match().covers(question) ? rule.holds(question, recorded) : TruthValue.of(false);
            if (!truth.is(TruthValue.State.NO)) {
                applying.add(i);
            }
            if (truth.is(TruthValue.State.UNKNOWN)) {
                unevaluated.add(i);
                if (notes.size() < MOST_NOTES) {
                    notes.add("\"" + rule.name() + "\" can't be judged: " + truth.reason() + ".");
                }
            }
        }
        AppliedRules applied = new AppliedRules(applying, unevaluated);
        return new PolicyEvaluation(joined(applied), applied, applying.stream().map(i -> rules.get(i).name()).toList(),
                notes,
                readings);
    }

    /** How many bytes it has; reading through it once is so many steps. */
    public int length() {
        return length;
    }

    /** How many steps it takes at most to tell which rules apply to an action, one reading and the limits left out. */
    public long steps(PolicyInput question) {
        return rules.stream().filter(rule -> rule.match().mayCover(question)).mapToLong(rule -> rule.steps(question))
                .reduce(0, Decimals::saturated);
    }

    /** Whether it has a limit on what earlier actions used. */
    public boolean hasLimits() {
        return rules.stream().flatMap(rule -> rule.when().stream()).anyMatch(Condition.OfUsage.class::isInstance);
    }

    /** At which places limits add up amounts. */
    public SequencedSet<Pointer> amounts() {
        SequencedSet<Pointer> amounts = new LinkedHashSet<>();
        rules.forEach(rule -> rule.when().forEach(condition -> {
            if (condition instanceof Condition.OfUsage usage && usage.limit().amount() != null) {
                amounts.add(usage.limit().amount());
            }
        }));
        return amounts;
    }

    /**
     * Which rules apply to an action that was decided earlier; a condition that was unknown then is unknown now.
     *
     * @param question its risk empty where it is not known
     */
    public RuleReplay retell(PolicyInput question, PartialUsage usage) {
        Set<Integer> applying = new HashSet<>();
        Set<Integer> unevaluated = new HashSet<>();
        Set<Integer> untold = new HashSet<>();
        Set<ReplayGap> why = EnumSet.noneOf(ReplayGap.class);
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (!rule.match().mayCover(question)) {
                continue;
            }
            Set<ReplayGap> doubts = EnumSet.noneOf(ReplayGap.class);
            if (!rule.match().isTold(question)) {
                doubts.add(ReplayGap.RISK);
            }
            TruthValue truth = rule.held(question, usage, doubts);
            if (truth.is(TruthValue.State.NO)) {
                continue;
            }
            why.addAll(doubts);
            (doubts.isEmpty() ? applying : untold).add(i);
            if (doubts.isEmpty() && truth.is(TruthValue.State.UNKNOWN)) {
                unevaluated.add(i);
            }
        }
        return new RuleReplay(applying, unevaluated, untold, why, rules.size());
    }

    /** What is asked of an action to which these rules apply; empty where the document has no such rules. */
    public Optional<Demand> demand(AppliedRules applied) {
        return applied.isOf(rules.size()) ? Optional.of(joined(applied)) : Optional.empty();
    }

    private Demand joined(AppliedRules applied) {
        Stream<Demand> floor = applied.rules().isEmpty() || !applied.unevaluated().isEmpty()
                ? Stream.of(Demand.DEFAULT)
                : Stream.empty();
        return Stream.concat(floor, applied.rules().stream().map(i -> rules.get(i).demand())).reduce(Demand::join)
                .orElseThrow();
    }

    /** The JSON Schema (2020-12) of documents; what it accepts can still be refused for what a schema can't say. */
    public static byte[] schema() {
        try (InputStream in = Objects.requireNonNull(PolicyDocument.class.getResourceAsStream("policy.schema.json"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a stored document asks; one that can't be understood denies. */
    public static PolicyEvaluation decide(byte[] document, PolicyInput question, EarlierUsage usage) {
        PolicyDocument read;
        try {
            read = parse(document);
        } catch (DocumentFault e) {
            return PolicyEvaluation.denied("The policy can't be understood at \"" + e.pointer() + "\": " + e.fault());
        }
        return read.decide(question, usage);
    }
}
