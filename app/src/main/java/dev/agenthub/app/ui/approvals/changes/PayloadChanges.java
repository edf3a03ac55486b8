package dev.agenthub.app.ui.approvals.changes;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The differences between the payloads of two actions, part by part, so that many changes in one part can't hide those in another.
 *
 * @param parts the parts that have changes, most important first
 * @param same how many texts, numbers, literals, empty lists and empty objects are the same
 */
public record PayloadChanges(List<Part> parts, long same) {
    /** No more changes than these are kept of a part. */
    public static final int MOST = 200;

    private static final int CALL_DEPTH = 2;

    /** The importance of a part, most important first. */
    public enum Weight {
        /** Where the action goes. */
        TARGET,
        /** The arguments, and what the call makes of them. */
        CONTENT,
        /** Identifiers, digests and the rest. */
        REST,
        /** Values that always differ between two requests. */
        ALWAYS
    }

    public record Part(Weight weight, Place place, List<ValueChange> changes, long left) {
        public Part {
            changes = List.copyOf(changes);
        }
    }

    public PayloadChanges {
        parts = List.copyOf(parts);
    }

    public static PayloadChanges between(JsonObject before, JsonObject now) {
        Search search = new Search(before.get("request"), now.get("request"));
        search.split(Place.WHOLE, before, now, 0);
        search.parts.sort(Comparator.comparing(Part::weight));
        return new PayloadChanges(search.parts, search.same);
    }

    /** Whether nothing differs apart from {@link Weight#ALWAYS}. */
    public boolean isEmpty() {
        return parts.stream().allMatch(part -> part.weight() == Weight.ALWAYS);
    }

    private static final class Search {
        private final @Nullable JsonValue requestBefore;
        private final @Nullable JsonValue requestNow;
        private final List<Part> parts = new ArrayList<>();
        private long same;

        Search(@Nullable JsonValue requestBefore, @Nullable JsonValue requestNow) {
            this.requestBefore = requestBefore;
            this.requestNow = requestNow;
        }

        /** The payload by its members, and its call by those of each of its ways. */
        private void split(Place place, @Nullable JsonValue before, @Nullable JsonValue now, int depth) {
            boolean splits = depth == 0 || (depth <= CALL_DEPTH && inCall(place));
            if (splits && before instanceof JsonObject one && now instanceof JsonObject other) {
                TreeSet<String> names = new TreeSet<>(one.members().keySet());
                names.addAll(other.members().keySet());
                names.forEach(name -> split(place.member(name), one.get(name), other.get(name), depth + 1));
                return;
            }
            JsonDiff found = JsonDiff.of(place, before, now, MOST);
            same += found.same();
            Map<Weight, List<ValueChange>> weighed = new EnumMap<>(Weight.class);
            Weight usual = weight(place);
            found.changes().forEach(change -> weighed
                    .computeIfAbsent(isRequest(change) ? Weight.ALWAYS : usual, _ -> new ArrayList<>()).add(change));
            if (found.left() > 0) {
                weighed.computeIfAbsent(usual, _ -> new ArrayList<>());
            }
            weighed.forEach((weight, changes) -> parts
                    .add(new Part(weight, place, changes, weight == usual ? found.left() : 0)));
        }

        private static boolean inCall(Place place) {
            Place first = place;
            while (first.above() != null && first.above().above() != null) {
                first = first.above();
            }
            return first.name().equals("call");
        }

        /** The request's own identifier, which stands in the call too. */
        private boolean isRequest(ValueChange change) {
            return requestBefore instanceof JsonString && requestBefore.equals(change.before())
                    && requestNow instanceof JsonString && requestNow.equals(change.now());
        }

        private static Weight weight(Place place) {
            if (inCall(place)) {
                return List.of("body", "headers", "arguments", "attachments").contains(place.name())
                        ? Weight.CONTENT
                        : Weight.TARGET;
            }
            return switch (place.name()) {
                case "connector" -> Weight.TARGET;
                case "arguments", "attachments", "after" -> Weight.CONTENT;
                case "nonce", "createdAt", "expiresAt", "request" -> Weight.ALWAYS;
                default -> Weight.REST;
            };
        }
    }
}
