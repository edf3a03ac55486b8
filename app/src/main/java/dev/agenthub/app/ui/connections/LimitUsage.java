package dev.agenthub.app.ui.connections;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The use of one limit, as parts of a bar and in words.
 *
 * @param own whether the limit is the connection's own; otherwise its workspace's
 * @param title the limit's owner and kind
 * @param parts the parts of the bar from its beginning, including the free one
 * @param words when the limit's period restarts, or how it recovers
 * @param limited the message where nothing is left; empty otherwise
 * @param next when the use changes by itself; null where it does not
 */
record LimitUsage(boolean own, String title, List<Part> parts, String words, String limited, @Nullable Instant next) {

    /** The kind of a bar's part. */
    enum Kind {
        USED,
        /** Reserved for calls under way. */
        RESERVED,
        /** Reserved for calls whose outcome is unknown. */
        UNKNOWN,
        FREE
    }

    /**
     * A part of a bar.
     *
     * @param share its share of the cap, from 0 to 1
     * @param words its name and amount
     */
    record Part(Kind kind, double share, String words) {}

    LimitUsage {
        parts = List.copyOf(parts);
    }

    boolean isUsedUp() {
        return !limited.isEmpty();
    }
}
