package dev.agenthub.server.audit;

import dev.agenthub.api.CheckpointRefusal;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why logs get no checkpoint any more, said once to the operator's log and kept for whoever asks. Safe for use by many threads. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final InstantSource clock;
    private final Consumer<UUID> changed;
    private final Map<UUID, Standing> standing = new ConcurrentHashMap<>();

    /**
     * A refusal that stands.
     *
     * @param whole whether only a computation of the whole log can find that it no longer does
     */
    private record Standing(CheckpointRefusal refusal, boolean whole) {}

    /** {@code changed} is told of each organization for which there is another answer than before. */
    Refusals(InstantSource clock, Consumer<UUID> changed) {
        this.clock = clock;
        this.changed = changed;
    }

    void add(UUID org, CheckpointRefusedException why, boolean whole) {
        Standing before = standing.get(org);
        if (before != null && before.refusal().code().equals(why.code())) {
            return;
        }
        LOG.error("No checkpoint of {} is signed any more: {}: {}", org, why.code(), why.getMessage());
        standing.put(org, new Standing(new CheckpointRefusal(why.code(), String.valueOf(why.getMessage()),
                clock.instant(), why.isRestorable()), whole));
        changed.accept(org);
    }

    /** A checkpoint was signed. */
    void clear(UUID org) {
        if (standing.remove(org) != null) {
            LOG.warn("Checkpoints of {} are signed again", org);
            changed.accept(org);
        }
    }

    @Nullable
    CheckpointRefusal of(UUID org) {
        Standing now = standing.get(org);
        return now == null ? null : now.refusal();
    }

    boolean needsWhole(UUID org) {
        Standing now = standing.get(org);
        return now != null && now.whole();
    }
}
