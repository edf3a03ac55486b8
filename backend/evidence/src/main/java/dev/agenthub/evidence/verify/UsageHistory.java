package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.policy.Decimals;
import dev.agenthub.evidence.policy.Limit;
import dev.agenthub.evidence.policy.Match;
import dev.agenthub.evidence.policy.PartialUsage;
import dev.agenthub.evidence.policy.Pointer;
import dev.agenthub.evidence.policy.Question;
import dev.agenthub.evidence.policy.Untold;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What requests have used up so far, as far as their payloads are in the export, so that limits can be added up again as the server did. */
final class UsageHistory {

    /** No window is longer. */
    private static final Duration LONGEST = Duration.ofDays(30);

    /** A request that counts. */
    private static final class Used {

        /** What its payload says, its action left out; null where it is not in the export. */
        private final @Nullable Question question;
        private final @Nullable UUID workspace;
        private final @Nullable UUID agent;
        private final long createdAt;
        /** Nothing before it in the log was created later. */
        private final long reach;
        private final Map<Pointer, Optional<BigDecimal>> amounts;
        private final UUID request;
        private @Nullable UUID run;
        private boolean released;

        private Used(UUID request, @Nullable Question question, @Nullable UUID workspace, @Nullable UUID agent,
                long createdAt,
                long reach, Map<Pointer, Optional<BigDecimal>> amounts) {
            this.request = request;
            this.question = question;
            this.workspace = workspace;
            this.agent = agent;
            this.createdAt = createdAt;
            this.reach = reach;
            this.amounts = amounts;
        }
    }

    private final boolean fromTheBeginning;
    private final Effort effort;
    private final Deque<Used> all = new ArrayDeque<>();
    private final Map<UUID, Used> open = new HashMap<>();
    private final Map<UUID, Used> running = new HashMap<>();
    /** What was created until then may be missing. */
    private long forgotten = Long.MIN_VALUE;

    UsageHistory(boolean fromTheBeginning, Effort effort) {
        this.fromTheBeginning = fromTheBeginning;
        this.effort = effort;
    }

    /** A request was made whose payload is at hand; of the amounts that it names, those at these places may be asked for. */
    void made(ControlEvent.Requested requested, Instant time, Question question, Collection<Pointer> amounts) {
        Map<Pointer, Optional<BigDecimal>> found = new HashMap<>();
        amounts.forEach(at -> found.put(at, amount(at, question.action())));
        Question bare = new Question(question.workspace(), question.agent(), question.tool(), question.connector(),
                question.risk(), JsonObject.builder().build());
        add(requested, bare, question.workspace(), question.agent(), createdAt(question.action()), time,
                Map.copyOf(found));
    }

    /** A request was made of which only its event is known. */
    void made(ControlEvent.Requested requested, Instant time) {
        add(requested, null, requested.workspace(), requested.agent(), Timestamps.micros(time), time, Map.of());
    }

    private void add(ControlEvent.Requested requested, @Nullable Question question, @Nullable UUID workspace,
            @Nullable UUID agent, long createdAt, Instant time, Map<Pointer, Optional<BigDecimal>> amounts) {
        if (all.isEmpty() && forgotten == Long.MIN_VALUE && !fromTheBeginning) {
            forgotten = Timestamps.micros(time);
        }
        long oldest = Timestamps.micros(time.minus(LONGEST));
        while (!all.isEmpty() && all.getFirst().reach < oldest) {
            forgotten = forget(all.removeFirst()).reach;
        }
        Used last = all.peekLast();
        Used used = new Used(requested.request(), question, workspace, agent, createdAt,
                last == null ? createdAt : Math.max(last.reach, createdAt), amounts);
        all.addLast(used);
        open.put(requested.request(), used);
    }

    /** No window reaches back to it any more, however its request ends. */
    private Used forget(Used used) {
        open.remove(used.request);
        if (used.run != null) {
            running.remove(used.run);
        }
        return used;
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
    void released(UUID request) {
        release(open.remove(request));
    }

    void started(UUID request, UUID run) {
        Used used = open.remove(request);
        if (used != null) {
            used.run = run;
            running.put(run, used);
        }
    }

    /** A run failed without effect. */
    void failed(UUID run) {
        release(running.remove(run));
    }

    private static void release(@Nullable Used used) {
        if (used != null) {
            used.released = true;
        }
    }

    /** What had been used before a request with that payload. */
    PartialUsage before(JsonObject payload) {
        return new Before(createdAt(payload));
    }

    private final class Before implements PartialUsage {

        private final long now;
        private Set<Untold> missed = EnumSet.noneOf(Untold.class);

        private Before(long now) {
            this.now = now;
        }

        @Override
        public Set<Untold> missed() {
            Set<Untold> was = missed;
            missed = EnumSet.noneOf(Untold.class);
            return was;
        }

        @Override
        public Optional<BigDecimal> before(String place, Limit limit, Match match, Question question) {
            long since = now - limit.within().toNanos() / 1000;
            if (since < forgotten || (all.isEmpty() && !fromTheBeginning)) {
                return untold(Untold.LIMIT_START);
            }
            BigDecimal sum = BigDecimal.ZERO;
            boolean strange = false;
            for (Iterator<Used> used = all.descendingIterator(); used.hasNext();) {
                Used one = used.next();
                if (one.reach <= since) {
                    break;
                }
                if (!effort.spend(1)) {
                    return untold(Untold.EFFORT);
                }
                if (one.released || one.createdAt <= since || !mayCount(one, limit, match, question)) {
                    continue;
                }
                Optional<BigDecimal> amount = limit.amount() == null
                        ? Optional.of(BigDecimal.ONE)
                        : one.amounts.get(limit.amount());
                if (one.question == null) {
                    return untold(Untold.LIMIT_PAYLOAD);
                }
                if (!match.isTold(one.question)) {
                    return untold(Untold.LIMIT_RISK);
                }
                if (amount == null) {
                    return untold(Untold.LIMIT_AMOUNT);
                }
                strange |= amount.isEmpty();
                sum = sum.add(amount.orElse(BigDecimal.ZERO));
            }
            return strange ? Optional.empty() : Optional.of(sum);
        }

        private Optional<BigDecimal> untold(Untold why) {
            missed.add(why);
            return Optional.empty();
        }

        /** Whether it counts, or nobody can tell. */
        private static boolean mayCount(Used one, Limit limit, Match match, Question question) {
            boolean here = one.workspace == null || one.workspace.equals(question.workspace());
            boolean same = limit.per() != Limit.Per.AGENT || question.agent().equals(one.agent);
            Question asked = one.question;
            if (asked == null) {
                return here && same && match.mayCoverAgent(one.agent);
            }
            return here && same && (limit.per() != Limit.Per.TOOL || asked.tool().equals(question.tool()))
                    && match.mayCover(asked);
        }
    }
}
