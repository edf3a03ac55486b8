package dev.agenthub.evidence.verify.controls.state;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.policy.Decimals;
import dev.agenthub.evidence.policy.Limit;
import dev.agenthub.evidence.policy.Match;
import dev.agenthub.evidence.policy.PartialUsage;
import dev.agenthub.evidence.policy.Pointer;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.policy.PolicyInput;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What requests have used up so far, as far as their payloads are in the export, so that limits can be added up again as the server did.
 */
public final class UsageHistory {

    /** No window is longer. */
    private static final Duration LONGEST = Duration.ofDays(30);

    /** A history whose requests weigh more loses the oldest; a saved state has room for so much. */
    private static final int MOST_WEIGHT = 1 << 24;
    /** A log whose policies add up amounts at more places is replayed in part. */
    private static final int MOST_PLACES = 16;

    private final SequencedSet<Pointer> places = new LinkedHashSet<>();
    private final Deque<CountedRequest> all = new ArrayDeque<>();
    private final Map<UUID, CountedRequest> open = new HashMap<>();
    private final Map<UUID, CountedRequest> running = new HashMap<>();
    /** What was created until then may be missing. */
    private long forgotten = Long.MIN_VALUE;
    private long weight;
    private boolean fromTheBeginning;

    /** The same, to go on from without a change here. */
    public UsageHistory copy() {
        UsageHistory copy = new UsageHistory();
        copy.places.addAll(places);
        all.forEach(request -> copy.restore(request.copy()));
        copy.forgotten = forgotten;
        copy.fromTheBeginning = fromTheBeginning;
        return copy;
    }

    /** Says whether it has, or will have, all requests that there ever were. */
    public void begin(boolean complete) {
        fromTheBeginning = complete;
    }

    /** A policy is in force from here on, whose limits may add up what later requests name. */
    public void remember(PolicyDocument document) {
        document.amounts().stream().takeWhile(_ -> places.size() < MOST_PLACES).forEach(places::add);
    }

    /** A request was made whose payload is at hand. */
    public void made(ControlEvent.Requested requested, Instant time, PolicyInput question) {
        List<Optional<BigDecimal>> amounts = places.stream().map(at -> amount(at, question.action())).toList();
        PolicyInput bare = new PolicyInput(question.workspace(), question.agent(), question.tool(),
                question.connector(),
                question.risk(), JsonObject.builder().build());
        add(new CountedRequest.Said(requested.request(), bare, question.workspace(), question.agent(),
                createdAt(question.action()), amounts), time);
    }

    /** A request was made of which only its event is known. */
    public void made(ControlEvent.Requested requested, Instant time) {
        add(new CountedRequest.Said(requested.request(), null, requested.workspace(), requested.agent(),
                Timestamps.micros(time), List.of()), time);
    }

    private void add(CountedRequest.Said said, Instant time) {
        if (all.isEmpty() && forgotten == Long.MIN_VALUE && !fromTheBeginning) {
            forgotten = Timestamps.micros(time);
        }
        long oldest = Timestamps.micros(time.minus(LONGEST));
        put(new CountedRequest(said, reach(said.createdAt())));
        while (!all.isEmpty() && (all.getFirst().reach() < oldest || weight > MOST_WEIGHT)) {
            forgotten = forget(all.removeFirst()).reach();
        }
    }

    private long reach(long createdAt) {
        CountedRequest last = all.peekLast();
        return Math.max(last == null ? forgotten : last.reach(), createdAt);
    }

    private void put(CountedRequest request) {
        all.addLast(request);
        weight += request.weight();
        open.put(request.said().request(), request);
    }

    /** No window reaches back to it any more, however its request ends. */
    private CountedRequest forget(CountedRequest request) {
        weight -= request.weight();
        open.remove(request.said().request());
        if (request.run() != null) {
            running.remove(request.run());
        }
        return request;
    }

    /** As the database adds it up: what is not there is nothing, and what is no number cannot be added. */
    private static Optional<BigDecimal> amount(Pointer at, JsonObject action) {
        JsonValue value = at.find(action);
        return value == null
                ? Optional.of(BigDecimal.ZERO)
                : Optional.ofNullable(Decimals.of(value)).map(BigDecimal::abs);
    }

    private static long createdAt(JsonObject action) {
        return Timestamps.micros(Timestamps.parse(action.string("createdAt")));
    }

    /** A request was denied, cancelled, refused, or expired. */
    public void released(UUID request) {
        release(open.remove(request));
    }

    public void started(UUID request, UUID run) {
        CountedRequest counted = open.remove(request);
        if (counted != null) {
            counted.run(run);
            CountedRequest before = running.put(run, counted);
            if (before != null) {
                before.run(null);
            }
        }
    }

    /** A run failed without effect. */
    public void failed(UUID run) {
        release(running.remove(run));
    }

    private static void release(@Nullable CountedRequest counted) {
        if (counted != null) {
            counted.release();
        }
    }

    /** What is kept of it in a saved state, beside its requests. */
    public JsonObject.Builder toState() {
        return JsonObject.builder().put("amounts", JsonArray.ofStrings(places.stream().map(Pointer::text).toList()))
                .put("missingUntil", forgotten == Long.MIN_VALUE
                        ? JsonNull.NULL
                        : new JsonString(Timestamps.format(Timestamps.ofMicros(forgotten))));
    }

    /** The requests, in the order of the log. */
    public Collection<CountedRequest> requests() {
        return Collections.unmodifiableCollection(all);
    }

    /**
     * Restores what is kept beside the requests.
     *
     * @return whether it can be so
     */
    public boolean restore(List<Pointer> amounts, @Nullable Instant missingUntil) {
        places.addAll(amounts);
        forgotten = missingUntil == null ? Long.MIN_VALUE : Timestamps.micros(missingUntil);
        return places.size() == amounts.size() && places.size() <= MOST_PLACES && all.isEmpty();
    }

    /**
     * Restores the next request.
     *
     * @param run null for one that does not run, or whose run is another's
     * @return whether it can be so
     */
    public boolean restore(CountedRequest.Said said, CountedRequest.State state, @Nullable UUID run) {
        CountedRequest counted = new CountedRequest(said, reach(said.createdAt()));
        if (state == CountedRequest.State.RUN) {
            counted.run(run);
        } else if (state == CountedRequest.State.RELEASED) {
            counted.release();
        }
        restore(counted);
        return (run == null || state == CountedRequest.State.RUN) && said.amounts().size() <= places.size()
                && weight <= MOST_WEIGHT;
    }

    private void restore(CountedRequest counted) {
        put(counted);
        if (counted.state() != CountedRequest.State.OPEN) {
            open.remove(counted.said().request());
        }
        if (counted.run() != null) {
            running.put(counted.run(), counted);
        }
    }

    /** What had been used before a request with that payload. */
    public PartialUsage before(JsonObject payload, EvaluationBudget effort) {
        return new Before(createdAt(payload), effort);
    }

    private final class Before implements PartialUsage {

        private final long now;
        private final EvaluationBudget effort;
        private Set<ReplayGap> missed = EnumSet.noneOf(ReplayGap.class);

        private Before(long now, EvaluationBudget effort) {
            this.now = now;
            this.effort = effort;
        }

        @Override
        public Set<ReplayGap> missed() {
            Set<ReplayGap> was = missed;
            missed = EnumSet.noneOf(ReplayGap.class);
            return was;
        }

        @Override
        public Optional<BigDecimal> before(String place, Limit limit, Match match, PolicyInput question) {
            long since = now - limit.within().toNanos() / 1000;
            if (since < forgotten || (all.isEmpty() && !fromTheBeginning)) {
                return untold(ReplayGap.LIMIT_START);
            }
            int at = limit.amount() == null ? -1 : List.copyOf(places).indexOf(limit.amount());
            BigDecimal sum = BigDecimal.ZERO;
            boolean strange = false;
            for (Iterator<CountedRequest> counted = all.descendingIterator(); counted.hasNext();) {
                CountedRequest one = counted.next();
                if (one.reach() <= since) {
                    break;
                }
                if (!effort.spend(1)) {
                    return untold(ReplayGap.EFFORT);
                }
                CountedRequest.Said said = one.said();
                if (one.state() == CountedRequest.State.RELEASED || said.createdAt() <= since
                        || !mayCount(said, limit, match, question)) {
                    continue;
                }
                if (said.question() == null) {
                    return untold(ReplayGap.LIMIT_PAYLOAD);
                }
                if (!match.isTold(said.question())) {
                    return untold(ReplayGap.LIMIT_RISK);
                }
                if (limit.amount() != null && (at < 0 || at >= said.amounts().size())) {
                    return untold(ReplayGap.LIMIT_AMOUNT);
                }
                Optional<BigDecimal> amount = limit.amount() == null
                        ? Optional.of(BigDecimal.ONE)
                        : said.amounts().get(at);
                strange |= amount.isEmpty();
                sum = sum.add(amount.orElse(BigDecimal.ZERO));
            }
            return strange ? Optional.empty() : Optional.of(sum);
        }

        private Optional<BigDecimal> untold(ReplayGap why) {
            missed.add(why);
            return Optional.empty();
        }

        /** Whether it counts, or nobody can tell. */
        private static boolean mayCount(CountedRequest.Said one, Limit limit, Match match, PolicyInput question) {
            boolean here = one.workspace() == null || one.workspace().equals(question.workspace());
            boolean same = limit.per() != Limit.Per.AGENT || question.agent().equals(one.agent());
            PolicyInput asked = one.question();
            if (asked == null) {
                return here && same && match.mayCoverAgent(one.agent());
            }
            return here && same && (limit.per() != Limit.Per.TOOL || asked.tool().equals(question.tool()))
                    && match.mayCover(asked);
        }
    }
}
