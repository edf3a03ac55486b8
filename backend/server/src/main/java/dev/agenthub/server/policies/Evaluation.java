package dev.agenthub.server.policies;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How rules become one answer: deny wins, then the most demanding; nothing matched is one approval; what can't be evaluated is denied.
 * A pure function of the document and the question.
 */
final class Evaluation {

    static final String DEFAULT_GROUP = "approvers";
    static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);

    private Evaluation() {}

    static PolicyDecision decide(byte[] document, PolicyVersion version, Question question) {
        List<Rule> matching;
        try {
            matching = PolicyDocument.parse(document).rules().stream().filter(rule -> rule.match().covers(question))
                    .toList();
        } catch (IllegalArgumentException e) {
            return new PolicyDecision(Outcome.DENY, List.of(), DEFAULT_EXPIRY, version);
        }
        Outcome outcome = matching.stream().map(Rule::outcome).max(Outcome::compareTo).orElse(Outcome.REQUIRE);
        List<Requirement> required = switch (outcome) {
            case ALLOW, DENY -> List.of();
            case REQUIRE -> matching.isEmpty() ? List.of(new Requirement(1, DEFAULT_GROUP)) : mostDemanding(matching);
        };
        Duration expiresIn = matching.stream().map(Rule::expiresIn).filter(Objects::nonNull).min(Duration::compareTo)
                .orElse(DEFAULT_EXPIRY);
        return new PolicyDecision(outcome, required, expiresIn, version);
    }

    /** For every group the largest count that any rule asks: whoever meets this meets each of the rules. */
    private static List<Requirement> mostDemanding(List<Rule> rules) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Rule rule : rules) {
            rule.required().forEach(requirement -> counts.merge(requirement.group(), requirement.count(), Math::max));
        }
        return counts.entrySet().stream().map(entry -> new Requirement(entry.getValue(), entry.getKey())).toList();
    }
}
