package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Shortened;
import dev.agenthub.app.text.WordOrder;
import dev.agenthub.app.ui.approvals.changes.Excerpt;
import dev.agenthub.app.ui.approvals.changes.PayloadChanges;
import dev.agenthub.app.ui.approvals.changes.Place;
import dev.agenthub.app.ui.approvals.changes.ToolDifference;
import dev.agenthub.app.ui.approvals.changes.ValueChange;
import dev.agenthub.app.ui.approvals.reading.CellLines;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lines that list the differences between two payloads. A value that the call took unchanged from an
 * argument is named beside that argument and has no line of its own.
 */
final class ChangeRows {
    private static final Messages MESSAGES = Messages.of(ChangeRows.class);
    /** Longer than this, the two values stand below each other. */
    private static final int ONE_LINE = 60;
    private static final int MOST_ALSO = 3;
    private static final int LONGEST_SPOKEN = 300;

    private record Values(@Nullable JsonValue before, @Nullable JsonValue now) {}

    private final PayloadChanges changes;
    private final Map<Values, List<Place>> taken = new HashMap<>();
    private final List<ChangeRow> rows = new ArrayList<>();

    private ChangeRows(PayloadChanges changes) {
        this.changes = changes;
    }

    static List<ChangeRow> of(PayloadChanges changes, ToolDifference tool) {
        ChangeRows made = new ChangeRows(changes);
        made.collectTaken();
        made.write(tool);
        made.write();
        return List.copyOf(made.rows);
    }

    private void collectTaken() {
        arguments().forEach(change -> taken.putIfAbsent(values(change), new ArrayList<>()));
        changes.parts().stream().filter(part -> isOfCall(part.place())).flatMap(part -> part.changes().stream())
                .forEach(change -> taken.computeIfPresent(values(change), (_, places) -> {
                    places.add(change.place());
                    return places;
                }));
    }

    private List<ValueChange> arguments() {
        return changes.parts().stream().filter(part -> part.place().text().equals("arguments"))
                .flatMap(part -> part.changes().stream()).toList();
    }

    private static boolean isOfCall(Place place) {
        return place.text().startsWith("call.");
    }

    private static Values values(ValueChange change) {
        return new Values(change.before(), change.now());
    }

    /** What the tool is now stands before what the action does with it. */
    private void write(ToolDifference tool) {
        if (tool instanceof ToolDifference.None) {
            return;
        }
        rows.add(new ChangeRow.Words(MESSAGES.text("changes.tool"), true));
        if (tool instanceof ToolDifference.Found(boolean ofThatAction, var comparison)) {
            if (!ofThatAction) {
                rows.add(new ChangeRow.Words(MESSAGES.text("changes.tool.other"), false));
            }
            comparison.changes().forEach(change -> rows.add(row(change)));
            if (comparison.left() > 0) {
                left(comparison.left(), ToolDifference.DEFINITION);
            }
            rows.add(new ChangeRow.Words(MESSAGES.text("changes.tool.checked"), false));
        } else {
            rows.add(new ChangeRow.Words(unknown(tool), false));
        }
        rows.add(new ChangeRow.Words(MESSAGES.text("changes.action"), true));
    }

    private static String unknown(ToolDifference tool) {
        return MESSAGES.text(switch (tool) {
            case ToolDifference.NotKept(boolean earlier) ->
                earlier ? "changes.tool.notkept" : "changes.tool.notkept.now";
            case ToolDifference.Untrue _ -> "changes.tool.untrue";
            case ToolDifference.NotTold _,ToolDifference.None _,ToolDifference.Found _ -> "changes.tool.nottold";
        });
    }

    private void left(long more, Place place) {
        rows.add(new ChangeRow.Words(MESSAGES.text("changes.left", more, marked(place.text())), false));
    }

    private void write() {
        if (changes.isEmpty()) {
            rows.add(new ChangeRow.Words(MESSAGES.text("changes.nothing"), false));
        }
        PayloadChanges.Weight before = PayloadChanges.Weight.TARGET;
        for (PayloadChanges.Part part : changes.parts()) {
            if (part.weight().compareTo(PayloadChanges.Weight.REST) >= 0 && part.weight() != before) {
                rows.add(new ChangeRow.Words(MESSAGES.text("changes." + part.weight().name()), true));
            }
            before = part.weight();
            part.changes().stream().filter(change -> !isOfCall(part.place()) || !taken.containsKey(values(change)))
                    .forEach(change -> rows.add(row(change)));
            if (part.left() > 0) {
                left(part.left(), part.place());
            }
        }
        rows.add(new ChangeRow.Words(MESSAGES.text("changes.same", changes.same()), false));
    }

    private ChangeRow.Of row(ValueChange change) {
        String before = text(change.before());
        String now = text(change.now());
        String place = change.place().text();
        List<CellLines.Part> parts = new ArrayList<>();
        Excerpt.of(place, Excerpt.Kind.SAME).forEach(part -> parts.add(drawn(part, "change-place")));
        String also = also(change);
        if (!also.isEmpty()) {
            parts.add(CellLines.Part.words("  " + also, "change-words"));
        }
        boolean isLong = place.length() + also.length() + before.length() + now.length() > ONE_LINE;
        parts.add(CellLines.Part.words(isLong ? "\n" : "  ", "change-words"));
        switch (change.kind()) {
            case ADDED ->
                Excerpt.of(now, Excerpt.Kind.DIFFERENT).forEach(part -> parts.add(drawn(part, "change-value")));
            case REMOVED -> Excerpt.of(before, Excerpt.Kind.DIFFERENT)
                    .forEach(part -> parts.add(drawn(part, "change-value")));
            case CHANGED -> {
                Excerpt.of(before, now).forEach(part -> parts.add(drawn(part, "change-value")));
                parts.add(CellLines.Part.words(isLong ? "\n→ " : " → ", "change-arrow"));
                Excerpt.of(now, before).forEach(part -> parts.add(drawn(part, "change-value")));
            }
        }
        return new ChangeRow.Of(change.kind(), parts, spoken(change, place, before, now, also));
    }

    private static String spoken(ValueChange change, String place, String before, String now, String also) {
        return MESSAGES.text("change.spoken." + change.kind().name(), marked(place), marked(before), marked(now)) + " "
                + also;
    }

    /** Where the call has the same as an argument. */
    private String also(ValueChange change) {
        List<Place> places = taken.getOrDefault(values(change), List.of());
        if (!change.place().text().startsWith("arguments") || places.isEmpty()) {
            return "";
        }
        String named = places.stream().limit(MOST_ALSO).map(place -> marked(place.text()))
                .collect(Collectors.joining(", "));
        return places.size() > MOST_ALSO
                ? MESSAGES.text("changes.also.more", named, places.size() - MOST_ALSO)
                : MESSAGES.text("changes.also", named);
    }

    private static CellLines.Part drawn(Excerpt.Part part, String style) {
        return switch (part.kind()) {
            case SAME -> CellLines.Part.of(part.text(), style);
            case DIFFERENT -> CellLines.Part.on("change-ground", part.text(), style);
            case LEFT_OUT -> CellLines.Part.words(MESSAGES.text("changes.cut", part.left()), "change-words");
        };
    }

    private static String text(@Nullable JsonValue value) {
        return value == null ? "" : new String(value.canonicalBytes(), StandardCharsets.UTF_8);
    }

    private static String marked(String text) {
        return WordOrder.kept(HiddenCharacters.marked(Shortened.inTheMiddle(LONGEST_SPOKEN, text)));
    }
}
