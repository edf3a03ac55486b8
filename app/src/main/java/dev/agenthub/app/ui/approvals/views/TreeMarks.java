package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Shortened;
import dev.agenthub.app.text.WordOrder;
import dev.agenthub.app.ui.approvals.changes.PayloadChanges;
import dev.agenthub.app.ui.approvals.changes.Place;
import dev.agenthub.app.ui.approvals.changes.PlacedValue;
import dev.agenthub.app.ui.approvals.changes.ValueChange;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Marks the rows of the tree that differ from the agent's last similar action that ran, and those that are unusual for it. */
final class TreeMarks {
    private static final Messages MESSAGES = Messages.of(TreeMarks.class);
    private static final int LONGEST = 120;

    private final List<PayloadChanges.Part> parts;
    private final Map<PlacedValue, String> unusual;

    enum Kind {
        UNUSUAL, CHANGED, ADDED, INSIDE
    }

    /**
     * A mark of a row.
     *
     * @param word the text beside the row
     * @param more the text of the tooltip
     */
    record Mark(Kind kind, String word, String more) {}

    /**
     * Makes the marks.
     *
     * @param changes null if there is nothing to compare with
     * @param unusual a sentence for each value
     */
    TreeMarks(@Nullable PayloadChanges changes, Map<PlacedValue, String> unusual) {
        this.parts = changes == null
                ? List.of()
                : changes.parts().stream().filter(part -> part.weight() != PayloadChanges.Weight.ALWAYS).toList();
        this.unusual = Map.copyOf(unusual);
    }

    /** The marks of a row, most serious first. */
    List<Mark> of(TreeRow row) {
        List<Mark> marks = new ArrayList<>();
        if (row.unusual()) {
            marks.add(
                    new Mark(Kind.UNUSUAL, MESSAGES.text("tree.mark.UNUSUAL"), MESSAGES.text("tree.mark.LOOKS.more")));
        }
        unusual.forEach((value, sentence) -> {
            if (row.covers(value.place())) {
                marks.add(new Mark(Kind.UNUSUAL, MESSAGES.text("tree.mark.UNUSUAL"), sentence));
            }
        });
        long marked = 0;
        long left = 0;
        for (PayloadChanges.Part part : parts) {
            for (ValueChange change : part.changes()) {
                Place place = place(change);
                if (change.kind() != ValueChange.Kind.REMOVED && row.isAt(place)) {
                    marks.add(own(change));
                } else if (row.covers(place)) {
                    marked++;
                }
            }
            left += row.covers(part.place()) ? part.left() : 0;
        }
        if (marked + left > 0) {
            marks.add(new Mark(Kind.INSIDE, MESSAGES.text("tree.mark.INSIDE", marked + left),
                    MESSAGES.text(left == 0 ? "tree.mark.INSIDE.more" : "tree.mark.INSIDE.left", marked)));
        }
        return marks;
    }

    /** What was removed has no row: what it stood in has the mark. */
    private static Place place(ValueChange change) {
        return change.kind() == ValueChange.Kind.REMOVED
                ? Objects.requireNonNullElse(change.place().above(), Place.WHOLE)
                : change.place();
    }

    private static Mark own(ValueChange change) {
        return change.kind() == ValueChange.Kind.ADDED
                ? new Mark(Kind.ADDED, MESSAGES.text("change.ADDED"), MESSAGES.text("tree.mark.ADDED.more"))
                : new Mark(Kind.CHANGED, MESSAGES.text("change.CHANGED"),
                        MESSAGES.text("tree.mark.CHANGED.more", text(Objects.requireNonNull(change.before()))));
    }

    private static String text(JsonValue value) {
        return WordOrder.kept(HiddenCharacters.marked(
                Shortened.inTheMiddle(LONGEST, new String(value.canonicalBytes(), StandardCharsets.UTF_8))));
    }
}
