package dev.agenthub.app.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of matching an export's runs with a provider's effects.
 *
 * <p>An effect whose idempotency key is a request's id belongs to that request's run only. Where the provider records no idempotency
 * keys, an effect belongs to the one run under way at its time, within a tolerance for clocks; with several runs under way it is
 * ambiguous, and so are several effects in the time of one run, which made one call: all but one may be somebody else's. Where the
 * provider records keys, an effect without a key is not AgentHub's, since every call of AgentHub has one.
 *
 * @param matched the effects matched with a run, by key or by time
 * @param outside effects of calls within the export's period that belong to no run
 * @param ambiguous effects that could belong to several runs, or of which one run made one
 * @param absent runs with a recorded effect that the provider's log lacks
 * @param contradicted runs recorded as without effect for which the provider's log has one
 * @param settled runs whose recorded outcome is unknown, with the provider's effect or none; without those that an ambiguous
 *        effect could belong to
 * @param own number of effects that the provider caused itself
 * @param beyond number of effects outside the export's period
 */
public record Reconciliation(List<Match> matched, List<Effect> outside, List<Effect> ambiguous,
        List<ExportedRun> absent, List<Match> contradicted, List<Settled> settled, int own, int beyond) {

    public Reconciliation {
        matched = List.copyOf(matched);
        outside = List.copyOf(outside);
        ambiguous = List.copyOf(ambiguous);
        absent = List.copyOf(absent);
        contradicted = List.copyOf(contradicted);
        settled = List.copyOf(settled);
    }

    /** An effect and its run; {@code byKey} tells whether they match by key or only by time. */
    public record Match(Effect effect, ExportedRun run, boolean byKey) {}

    /** A run whose recorded outcome is unknown, and its effect in the provider's log; null where there is none. */
    public record Settled(ExportedRun run, @Nullable Effect effect) {}

    /** Whether some effects were matched with their runs by time only. */
    public boolean isByTime() {
        return matched.stream().anyMatch(match -> !match.byKey());
    }

    /** Whether every effect has a run and every run its effect. */
    public boolean agrees() {
        return outside.isEmpty() && ambiguous.isEmpty() && absent.isEmpty() && contradicted.isEmpty();
    }

    /**
     * Matches runs with effects.
     *
     * @param tolerance the largest difference between the two clocks
     */
    public static Reconciliation of(ExportedRuns.Told told, List<Effect> effects, Duration tolerance) {
        return new Join(told, tolerance).with(effects);
    }

    /** One matching in progress. */
    private static final class Join {
        private final ExportedRuns.Told told;
        private final Duration tolerance;
        private final Map<UUID, ExportedRun> byRequest = new HashMap<>();
        private final Map<UUID, Effect> effectOf = new HashMap<>();
        private final List<Match> matched = new ArrayList<>();
        private final List<Effect> outside = new ArrayList<>();
        private final List<Effect> ambiguous = new ArrayList<>();
        private int own;
        private int beyond;

        Join(ExportedRuns.Told told, Duration tolerance) {
            this.told = told;
            this.tolerance = tolerance;
            told.runs().forEach(run -> byRequest.put(run.request(), run));
        }

        Reconciliation with(List<Effect> effects) {
            boolean keyed = effects.stream().anyMatch(effect -> effect.request() != null);
            List<Effect> byTime = new ArrayList<>();
            for (Effect effect : effects) {
                ExportedRun run = effect.request() == null ? null : byRequest.get(effect.request());
                if (!effect.called()) {
                    own++;
                } else if (run != null) {
                    match(effect, run, true);
                } else if (isBeyond(effect.at())) {
                    beyond++;
                } else if (!keyed) {
                    byTime.add(effect);
                } else {
                    outside.add(effect);
                }
            }
            matchByTime(byTime);
            return result();
        }

        private void matchByTime(List<Effect> effects) {
            Map<ExportedRun, List<Effect>> ofOne = new LinkedHashMap<>();
            for (Effect effect : effects) {
                List<ExportedRun> candidates = told.runs().stream()
                        .filter(run -> wasUnderWay(run, effect.at())).toList();
                switch (candidates.size()) {
                    case 0 -> outside.add(effect);
                    case 1 -> ofOne.computeIfAbsent(candidates.getFirst(), _ -> new ArrayList<>()).add(effect);
                    default -> ambiguous.add(effect);
                }
            }
            ofOne.forEach((run, among) -> {
                if (among.size() == 1) {
                    match(among.getFirst(), run, false);
                } else {
                    ambiguous.addAll(among);
                }
            });
        }

        private void match(Effect effect, ExportedRun run, boolean byKey) {
            effectOf.putIfAbsent(run.run(), effect);
            matched.add(new Match(effect, run, byKey));
        }

        private boolean wasUnderWay(ExportedRun run, Instant at) {
            Instant end = run.finishedAt();
            return !at.isBefore(run.startedAt().minus(tolerance))
                    && (end == null || !at.isAfter(end.plus(tolerance)));
        }

        private boolean isBeyond(Instant at) {
            Instant first = told.first();
            Instant last = told.last();
            return first == null || last == null || at.isBefore(first.minus(tolerance))
                    || at.isAfter(last.plus(tolerance));
        }

        private Reconciliation result() {
            Set<UUID> possible = new HashSet<>();
            ambiguous.forEach(effect -> told.runs().stream().filter(run -> wasUnderWay(run, effect.at()))
                    .forEach(run -> possible.add(run.run())));
            List<ExportedRun> absent = told.runs().stream().filter(ExportedRun::hadOne)
                    .filter(run -> !effectOf.containsKey(run.run()) && !possible.contains(run.run())).toList();
            List<Match> contradicted = matched.stream().filter(match -> match.run().hadNone()).toList();
            List<Settled> settled = told.runs().stream().filter(run -> !run.hadOne() && !run.hadNone())
                    .filter(run -> effectOf.containsKey(run.run()) || !possible.contains(run.run()))
                    .map(run -> new Settled(run, effectOf.get(run.run()))).toList();
            return new Reconciliation(matched, outside, ambiguous, absent, contradicted, settled, own, beyond);
        }
    }
}
