package dev.agenthub.evidence.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an action. Demands have an order: one {@linkplain #covers covers} another where whatever meets it meets the other too,
 * and any two have a least demand that covers both, their {@linkplain #join join}. Denial covers everything.
 *
 * @param required so many members by group; empty unless the outcome is to require them
 * @param expiresIn how long the action may wait and begin
 * @param reason whether an approval needs a reason
 * @param stepUp whether an approver proves again that it is them
 * @param hold how long an approved action still waits, so that it can be stopped
 * @param excluded who may not vote
 * @param escalation who may vote too after a while; null for nobody, and where no approvals are asked
 */
public record Demand(Outcome outcome, SortedMap<String, Integer> required, Duration expiresIn, boolean reason,
        boolean stepUp, Duration hold, ExcludedVoters excluded, @Nullable Escalation escalation) {

    static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);

    /** Where nothing matches: one approval. */
    public static final Demand DEFAULT = new Demand(Outcome.REQUIRE, new TreeMap<>(Map.of("approvers", 1)),
            DEFAULT_EXPIRY,
            false, false, Duration.ZERO, ExcludedVoters.NOBODY, null);

    public static final Demand DENIAL = new Demand(Outcome.DENY, new TreeMap<>(), DEFAULT_EXPIRY, false, false,
            Duration.ZERO, ExcludedVoters.NOBODY, null);

    public Demand {
        required = Collections.unmodifiableSortedMap(
                outcome == Outcome.REQUIRE ? new TreeMap<>(required) : new TreeMap<String, Integer>());
        escalation = outcome == Outcome.REQUIRE ? escalation : null;
        if (outcome == Outcome.REQUIRE && required.isEmpty()) {
            throw new IllegalArgumentException("Somebody is required, but nobody is named");
        }
    }

    /** The least demand that covers both: the stricter outcome, for every group the larger count, and of every option the stricter one. */
    public Demand join(Demand other) {
        TreeMap<String, Integer> counts = new TreeMap<>(required);
        other.required.forEach((group, count) -> counts.merge(group, count, Math::max));
        return new Demand(outcome.compareTo(other.outcome) >= 0 ? outcome : other.outcome, counts,
                expiresIn.compareTo(other.expiresIn) <= 0 ? expiresIn : other.expiresIn, reason || other.reason,
                stepUp || other.stepUp, hold.compareTo(other.hold) >= 0 ? hold : other.hold,
                excluded.and(other.excluded), joined(other));
    }

    /** One that asks for no approvals has nothing to say about who gives them. */
    private @Nullable Escalation joined(Demand other) {
        if (outcome != Outcome.REQUIRE || other.outcome != Outcome.REQUIRE) {
            return outcome == Outcome.REQUIRE ? escalation : other.escalation;
        }
        return Escalation.and(escalation, other.escalation);
    }

    /** Whether whatever meets this meets the other as well. */
    public boolean covers(Demand other) {
        return outcome == Outcome.DENY || (coversApprovals(other) && expiresIn.compareTo(other.expiresIn) <= 0);
    }

    /** The same without regard to how long an action may wait, which its payload says. */
    public boolean coversApprovals(Demand other) {
        return outcome == Outcome.DENY || (outcome.compareTo(other.outcome) >= 0
                && other.required.entrySet().stream()
                        .allMatch(asked -> required.getOrDefault(asked.getKey(), 0) >= asked.getValue())
                && (reason || !other.reason) && (stepUp || !other.stepUp) && hold.compareTo(other.hold) >= 0
                && excluded.covers(other.excluded)
                && (other.outcome != Outcome.REQUIRE || Escalation.covers(escalation, other.escalation)));
    }

    /** The required members as the events say it, by the groups' names. */
    public List<Quorum.Requirement> requirements() {
        return required.entrySet().stream().map(entry -> new Quorum.Requirement(entry.getValue(), entry.getKey()))
                .toList();
    }
}
