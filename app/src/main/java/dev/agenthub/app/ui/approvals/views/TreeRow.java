package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.WordOrder;
import dev.agenthub.app.ui.approvals.changes.Place;
import dev.agenthub.app.ui.approvals.reading.Warning;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonBoolean;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A row of the tree: a name of the payload, its value, and the rows below, which are made on demand.
 *
 * @param text name and value with marks for hidden characters, the value cut to one line
 * @param scope the places of the payload that the row stands for
 * @param unusual whether it holds something of which {@link Warning} warns, or is too long to be looked through here
 * @param below makes the rows below; null if there are none
 */
record TreeRow(String text, Scope scope, boolean unusual, @Nullable Supplier<List<TreeRow>> below) {
    private static final Messages MESSAGES = Messages.of(TreeRow.class);
    /** Of a call. */
    private static final List<String> READ_FIRST = List.of("headers", "body", "arguments");
    private static final int LONGEST = 120;
    private static final int LONGEST_SEARCHED = 20_000;
    /** More rows than these below one are put into groups. */
    static final int GROUP = 1000;

    /** The rows of a payload: what a person must read first, and the rest, which is the program's own, in the last. */
    static List<TreeRow> of(JsonObject payload) {
        List<TreeRow> first = new ArrayList<>();
        List<Entry> rest = new ArrayList<>();
        payload.members().forEach((name, value) -> {
            Entry entry = new Entry(Place.WHOLE.member(name), name, value);
            if (name.equals("call") && value instanceof JsonObject call) {
                call.members().forEach((kind, way) -> addCall(new Entry(entry.place.member(kind), "call." + kind, way),
                        first, rest));
            } else if (name.equals("arguments") || name.equals("after")) {
                first.addFirst(of(entry));
            } else if (name.equals("attachments") && value instanceof JsonArray files && !files.items().isEmpty()) {
                first.add(of(entry));
            } else {
                rest.add(entry);
            }
        });
        List<TreeRow> last = rest.stream().map(TreeRow::of).toList();
        first.add(new TreeRow(MESSAGES.text("tree.rest"),
                new Scope(null, place -> last.stream().anyMatch(row -> row.covers(place))), false, () -> last));
        return first;
    }

    private static void addCall(Entry way, List<TreeRow> first, List<Entry> rest) {
        if (!(way.value instanceof JsonObject members)) {
            rest.add(way);
            return;
        }
        JsonObject.Builder other = JsonObject.builder();
        members.members().forEach((name, value) -> {
            if (READ_FIRST.contains(name)) {
                first.add(of(new Entry(way.place.member(name), name, value)));
            } else {
                other.put(name, value);
            }
        });
        rest.add(new Entry(way.place, way.name, other.build(),
                way.scope.without(READ_FIRST.stream().map(way.place::member).toList())));
    }

    /** A value with the name that it has here. */
    private record Entry(Place place, String name, JsonValue value, Scope scope) {
        Entry(Place place, String name, JsonValue value) {
            this(place, name, value, Scope.of(place));
        }
    }

    /**
     * Which values a row is.
     *
     * @param own its place; null where it stands for several values, which are below it
     * @param covers whether a value at a place is found here or below
     */
    record Scope(@Nullable Place own, Predicate<Place> covers) {
        static Scope of(Place place) {
            return new Scope(place, at -> isIn(at, place::equals));
        }

        /** Of a row for all values whose places are in a range, and what is below them. */
        static Scope many(Predicate<Place> range) {
            return new Scope(null, at -> isIn(at, range));
        }

        /** The same but for parts that stand elsewhere. */
        Scope without(List<Place> parts) {
            return new Scope(own, at -> covers.test(at) && !isIn(at, parts::contains));
        }

        private static boolean isIn(Place place, Predicate<Place> range) {
            for (Place at = place; at != null; at = at.above()) {
                if (range.test(at)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether a value at this place is found here or below. */
    boolean covers(Place place) {
        return scope.covers.test(place);
    }

    /** Whether this is the value at the place. */
    boolean isAt(Place place) {
        return place.equals(scope.own);
    }

    boolean opens() {
        return below != null;
    }

    List<TreeRow> rowsBelow() {
        return below == null ? List.of() : below.get();
    }

    private static TreeRow of(Entry entry) {
        Place place = entry.place;
        boolean odd = isUnusual(entry.name);
        String named = shown(entry.name) + ": ";
        return switch (entry.value) {
            case JsonObject object ->
                new TreeRow(named + MESSAGES.text("tree.object", object.members().size()), entry.scope, odd,
                        object.members().isEmpty() ? null : () -> below(place, object));
            case JsonArray array ->
                new TreeRow(named + MESSAGES.text("tree.array", array.items().size()), entry.scope, odd,
                        array.items().isEmpty() ? null : () -> below(place, array));
            case JsonString string -> new TreeRow(named + "\"" + shown(string.value()) + "\"", entry.scope,
                    odd || isUnusual(string.value()), null);
            case JsonNumber number -> new TreeRow(named + shown(number.literal()), entry.scope, odd, null);
            case JsonBoolean bool -> new TreeRow(named + bool.value(), entry.scope, odd, null);
            case JsonNull _ -> new TreeRow(named + "null", entry.scope, odd, null);
        };
    }

    private static List<TreeRow> below(Place place, JsonObject object) {
        List<Map.Entry<String, JsonValue>> members = List.copyOf(object.members().entrySet());
        return grouped(0, members.size(),
                i -> new Entry(place.member(members.get(i).getKey()), members.get(i).getKey(),
                        members.get(i).getValue()),
                (from, to) -> at -> place.equals(at.above()) && at.item() < 0
                        && at.name().compareTo(members.get(from).getKey()) >= 0
                        && at.name().compareTo(members.get(to - 1).getKey()) <= 0);
    }

    private static List<TreeRow> below(Place place, JsonArray array) {
        List<JsonValue> items = List.copyOf(array.items());
        return grouped(0, items.size(), i -> new Entry(place.item(i), "[" + i + "]", items.get(i)),
                (from, to) -> at -> place.equals(at.above()) && at.item() >= from && at.item() < to);
    }

    /** Which places the values from one to before another have. */
    @FunctionalInterface
    private interface Range {
        Predicate<Place> of(int from, int to);
    }

    /** In groups as large as they must be for no more than so many of them. */
    private static List<TreeRow> grouped(int from, int to, IntFunction<Entry> entry, Range range) {
        int size = 1;
        while ((to - from - 1) / size >= GROUP) {
            size *= GROUP;
        }
        List<TreeRow> rows = new ArrayList<>();
        for (int start = from; start < to; start += size) {
            int begin = start;
            int end = Math.min(to, start + size);
            rows.add(size == 1
                    ? of(entry.apply(start))
                    : new TreeRow(MESSAGES.text("tree.group", begin, end - 1), Scope.many(range.of(begin, end)),
                            false,
                            () -> grouped(begin, end, entry, range)));
        }
        return rows;
    }

    private static boolean isUnusual(String text) {
        return text.length() > LONGEST_SEARCHED || !Warning.in("", text, 0).isEmpty();
    }

    private static String shown(String text) {
        boolean all = text.length() <= LONGEST;
        int end = all ? text.length() : Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        String marked = WordOrder.kept(HiddenCharacters.marked(text.substring(0, end)));
        return all ? marked : MESSAGES.text("tree.more", marked, text.length() - end);
    }
}
