package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.api.CheckpointRefusal;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers why logs get no checkpoints, and logs each reason once. Thread-safe. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final InstantSource clock;
    private final Consumer<UUID> changed;
    private final Map<UUID, InForce> inForce = new ConcurrentHashMap<>();

    /**
     * A refusal in force.
     *
     * @param whole whether only a computation of the whole log can clear it
     */
    private record InForce(CheckpointRefusal refusal, boolean whole) {}

    /** {@code changed} receives each organization whose answer changes. */
    Refusals(InstantSource clock, Consumer<UUID> changed) {
        this.clock = clock;
        this.changed = changed;
    }

    void add(UUID org, CheckpointRefusedException why, boolean whole) {
        InForce before = inForce.get(org);
        if (before != null && before.refusal().code().equals(why.code())) {
            if (whole) {
                inForce.put(org, new InForce(before.refusal(), true));
            }
            return;
        }
        LOG.error("No checkpoint of {} is signed any more: {}: {}", org, why.code(), why.sentence());
        inForce.put(org, new InForce(new CheckpointRefusal(why.code(), why.sentence(),
                clock.instant(), why.isRestorable()), whole));
        changed.accept(org);
    }

    /** Clears the refusal: a checkpoint was signed. */
    void clear(UUID org) {
        if (inForce.remove(org) != null) {
            LOG.warn("Checkpoints of {} are signed again", org);
            changed.accept(org);
        }
    }

    @Nullable
    CheckpointRefusal of(UUID org) {
        InForce now = inForce.get(org);
        return now == null ? null : now.refusal();
    }

    boolean needsWhole(UUID org) {
        InForce now = inForce.get(org);
        return now != null && now.whole();
    }
}
