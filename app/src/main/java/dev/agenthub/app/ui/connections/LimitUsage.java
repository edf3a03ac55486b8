package dev.agenthub.app.ui.connections;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of one limit is used, as the parts of a bar and in words.
 *
 * @param own whether the limit is the connection's alone; others are of its whole workspace
 * @param title whose limit of what it is
 * @param parts what stands in the bar from its beginning on, and what is free
 * @param words when it begins anew, or how it comes back
 * @param limited what a person is told where nothing is left; empty where something is
 * @param next when it will look otherwise without anybody's doing; null where it will not
 */
record LimitUsage(boolean own, String title, List<Part> parts, String words, String limited, @Nullable Instant next) {

    /** What a part of a bar is. */
    enum Kind {
        USED,
        /** For calls that are under way. */
        RESERVED,
        /** For calls of which nobody knows whether they had their effect. */
        UNKNOWN,
        FREE
    }

    /**
     * A part of a bar.
     *
     * @param share of the cap, from 0 to 1
     * @param words what it is, with its figure
     */
    record Part(Kind kind, double share, String words) {}

    LimitUsage {
        parts = List.copyOf(parts);
    }

    boolean isUsedUp() {
        return !limited.isEmpty();
    }
}
