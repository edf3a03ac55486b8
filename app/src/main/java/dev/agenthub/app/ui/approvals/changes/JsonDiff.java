package dev.agenthub.app.ui.approvals.changes;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every difference between two documents. Members are compared by name. Of two lists the items at the
 * beginning and at the end that are the same are put beside each other, and what is between them by its
 * index; what one of the two has more of there was added or removed. Numbers are compared by their text.
 *
 * @param changes in the order of the documents, no more than were asked for
 * @param left how many changes are not among them
 * @param same how many texts, numbers, literals, empty lists and empty objects are the same
 */
public record JsonDiff(List<ValueChange> changes, long left, long same) {
    public JsonDiff {
        changes = List.copyOf(changes);
    }

    /**
     * Compares what two documents have at a place, and keeps at most so many changes.
     *
     * @param before null where it is in the later one alone; not both are
     */
    public static JsonDiff of(Place place, @Nullable JsonValue before, @Nullable JsonValue now, int most) {
        Search search = new Search(most);
        search.compareIfBoth(place, before, now);
        return new JsonDiff(search.changes, search.left, search.same);
    }

    private static final class Search {
        private final int most;
        private final List<ValueChange> changes = new ArrayList<>();
        private long left;
        private long same;

        Search(int most) {
            this.most = most;
        }

        private void compareIfBoth(Place place, @Nullable JsonValue before, @Nullable JsonValue now) {
            if (before != null && now != null) {
                compare(place, before, now);
            } else {
                add(place, before, now);
            }
        }

        private void compare(Place place, JsonValue before, JsonValue now) {
            if (before instanceof JsonObject one && now instanceof JsonObject other) {
                members(place, one, other);
            } else if (before instanceof JsonArray(List<JsonValue> one)
                    && now instanceof JsonArray(List<JsonValue> other)) {
                items(place, List.copyOf(one), List.copyOf(other));
            } else if (before.equals(now)) {
                same += values(now);
            } else {
                add(place, before, now);
            }
        }

        private void members(Place place, JsonObject before, JsonObject now) {
            if (before.members().isEmpty() && now.members().isEmpty()) {
                same++;
            }
            Map<String, JsonValue> one = new HashMap<>(before.members());
            Map<String, JsonValue> other = new HashMap<>(now.members());
            TreeSet<String> names = new TreeSet<>(one.keySet());
            names.addAll(other.keySet());
            for (String name : names) {
                compareIfBoth(place.member(name), one.get(name), other.get(name));
            }
        }

        private void items(Place place, List<JsonValue> before, List<JsonValue> now) {
            int shorter = Math.min(before.size(), now.size());
            int start = 0;
            while (start < shorter && before.get(start).equals(now.get(start))) {
                start++;
            }
            int end = 0;
            while (end < shorter - start
                    && before.get(before.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
                end++;
            }
            same += before.isEmpty() && now.isEmpty()
                    ? 1
                    : values(now.subList(0, start)) + values(now.subList(now.size() - end, now.size()));
            for (int i = start; i < shorter - end; i++) {
                compare(place.item(i), before.get(i), now.get(i));
            }
            for (int i = shorter - end; i < before.size() - end; i++) {
                add(place.item(i), before.get(i), null);
            }
            for (int i = shorter - end; i < now.size() - end; i++) {
                add(place.item(i), null, now.get(i));
            }
        }

        private void add(Place place, @Nullable JsonValue before, @Nullable JsonValue now) {
            if (changes.size() < most) {
                changes.add(new ValueChange(place, before, now));
            } else {
                left++;
            }
        }

        private static long values(JsonValue value) {
            return switch (value) {
                case JsonObject object when !object.members().isEmpty() -> values(object.members().values());
                case JsonArray(List<JsonValue> items) when !items.isEmpty() -> values(items);
                default -> 1;
            };
        }

        private static long values(Collection<JsonValue> all) {
            return all.stream().mapToLong(Search::values).sum();
        }
    }
}
