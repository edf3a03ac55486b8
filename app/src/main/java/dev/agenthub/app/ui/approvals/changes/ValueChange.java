package dev.agenthub.app.ui.approvals.changes;

import dev.agenthub.evidence.canonical.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A value that is not in both documents at its place.
 *
 * @param place of an item that was removed in the earlier document, of every other value in the later one
 * @param before null where it was added
 * @param now null where it was removed
 */
public record ValueChange(Place place, @Nullable JsonValue before, @Nullable JsonValue now) {
    public enum Kind {
        CHANGED, ADDED, REMOVED
    }

    public Kind kind() {
        return before == null ? Kind.ADDED : now == null ? Kind.REMOVED : Kind.CHANGED;
    }
}
