package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One rule of a policy: where it matches and all its conditions hold, this is asked.
 *
 * @param name what people know it by
 */
record Rule(String name, Match match, List<Condition> when, Demand demand) {

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofDays(30);

    private static final int MOST_CONDITIONS = 50;
    private static final int MOST_GROUPS = 10;
    private static final int MOST_PEOPLE = 100;
    private static final Pattern GROUP = Pattern.compile(PolicyDocument.GROUP);
    private static final Set<String> MEMBERS = Set.of("name", "match", "when", "outcome", "required", "expiresIn",
            "reasonRequired", "stepUp", "holdFor", "mayNotVote", "escalate");

    Rule {
        when = List.copyOf(when);
    }

    static Rule read(DocumentNode node, int number) {
        node.only(MEMBERS);
        DocumentNode name = node.get("name");
        DocumentNode match = node.get("match");
        DocumentNode when = node.get("when");
        List<Condition> conditions = new ArrayList<>();
        if (when != null) {
            when.anyItems(MOST_CONDITIONS).forEach(condition -> conditions.add(Condition.read(condition)));
        }
        return new Rule(name == null ? "rule " + number : name.text(200), match == null ? Match.ALL : Match.read(match),
                conditions, demand(node));
    }

    /** What a rule asks, whatever it is about. */
    static Demand demand(DocumentNode node) {
        Outcome outcome = outcome(node.require("outcome"));
        DocumentNode required = node.get("required");
        if (required != null && outcome != Outcome.REQUIRE) {
            throw required.fault("Only a rule whose outcome is \"require\" names who is required.");
        }
        TreeMap<String, Integer> counts = new TreeMap<>();
        if (outcome == Outcome.REQUIRE) {
            node.require("required").items(MOST_GROUPS).forEach(item -> require(item, counts));
        }
        DocumentNode expiresIn = node.get("expiresIn");
        DocumentNode reason = node.get("reasonRequired");
        DocumentNode stepUp = node.get("stepUp");
        DocumentNode hold = node.get("holdFor");
        DocumentNode excluded = node.get("mayNotVote");
        DocumentNode escalate = node.get("escalate");
        if (escalate != null && outcome != Outcome.REQUIRE) {
            throw escalate.fault("Only a rule whose outcome is \"require\" says who may decide too.");
        }
        return new Demand(outcome, counts,
                expiresIn == null ? Demand.DEFAULT_EXPIRY : expiresIn.duration(SHORTEST, LONGEST),
                reason != null && reason.flag(), stepUp != null && stepUp.flag(),
                hold == null ? Duration.ZERO : hold.duration(SHORTEST, LONGEST),
                excluded == null ? ExcludedVoters.NOBODY : ExcludedVoters.read(excluded),
                escalate == null ? null : Escalation.read(escalate));
    }

    private static Outcome outcome(DocumentNode node) {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.name().toLowerCase(Locale.ROOT).equals(node.text(20))) {
                return outcome;
            }
        }
        throw node.fault("allow, require or deny is expected.");
    }

    private static void require(DocumentNode item, TreeMap<String, Integer> counts) {
        item.only(Set.of("count", "group"));
        if (counts.put(group(item.require("group")), item.require("count").count(MOST_PEOPLE)) != null) {
            throw item.fault("The group stands here twice.");
        }
    }

    static String group(DocumentNode node) {
        String group = node.text(63);
        if (!GROUP.matcher(group).matches()) {
            throw node.fault("The name of an approval group is expected.");
        }
        return group;
    }

    /** How many steps it takes at most to see whether all conditions hold, limits left out. */
    long steps(PolicyInput question) {
        return when.stream().mapToLong(condition -> condition.steps(question)).reduce(0, Decimals::saturated);
    }

    /** Whether all conditions hold; one that does not decides, whatever can't be told of the others. */
    TruthValue holds(PolicyInput question, EarlierUsage usage) {
        return all(when.stream().map(condition -> condition.holds(question, match, usage)).toList());
    }

    /**
     * As {@link #holds}, of an action that was decided about earlier, by a rule whose patterns may be none.
     *
     * @param why gets why it can't be told now
     */
    TruthValue held(PolicyInput question, PartialUsage usage, Set<ReplayGap> why) {
        List<TruthValue> truths = new ArrayList<>();
        for (Condition condition : when) {
            try {
                truths.add(condition.holds(question, match, usage));
            } catch (DocumentFault _) {
                truths.add(TruthValue.unknown("a pattern is none"));
                why.add(ReplayGap.PATTERN);
            }
        }
        why.addAll(usage.missed());
        return all(truths);
    }

    private static TruthValue all(List<TruthValue> truths) {
        if (truths.stream().anyMatch(truth -> truth.is(TruthValue.State.NO))) {
            return TruthValue.of(false);
        }
        return truths.stream().filter(truth -> truth.is(TruthValue.State.UNKNOWN)).findFirst()
                .orElse(TruthValue.of(true));
    }
}
