package dev.agenthub.app.ui.approvals.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.ui.approvals.changes.ValueChange.Kind;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonBoolean;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The differences between two documents are all there is between them. */
final class JsonDiffTest {
    private static final List<String> NAMES = List.of("a", "b", "a.b", "a/b", "a[0]", "[0]", "", "a\nb", "\u202Ea",
            "\"", "0");

    private static JsonValue json(String text) {
        return JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonDiff all(JsonValue before, JsonValue now) {
        return JsonDiff.of(Place.WHOLE, before, now, Integer.MAX_VALUE);
    }

    private static List<String> lines(String before, String now) {
        return all(json(before), json(now)).changes().stream()
                .map(change -> change.place().text() + ": " + text(change.before()) + " → " + text(change.now()))
                .toList();
    }

    private static String text(@Nullable JsonValue value) {
        return value == null ? "" : new String(value.canonicalBytes(), StandardCharsets.UTF_8);
    }

    /** What the earlier document becomes by the changes, told by nothing else. */
    private static JsonValue applied(JsonValue before, List<ValueChange> changes) {
        JsonValue now = before;
        // Of a list, the values that are in both come first, then those removed, by their old index, or those added.
        for (ValueChange change : inOrder(changes)) {
            now = with(now, path(change.place()), 0, change);
        }
        return now;
    }

    private static List<ValueChange> inOrder(List<ValueChange> changes) {
        List<ValueChange> ordered = new ArrayList<>(
                changes.stream().filter(change -> change.kind() != Kind.REMOVED).toList());
        ordered.addAll(changes.reversed().stream().filter(change -> change.kind() == Kind.REMOVED).toList());
        return ordered;
    }

    private static List<Place> path(Place place) {
        List<Place> path = new ArrayList<>();
        for (Place at = place; at.above() != null; at = at.above()) {
            path.addFirst(at);
        }
        return path;
    }

    private static JsonValue with(JsonValue value, List<Place> path, int depth, ValueChange change) {
        if (depth == path.size()) {
            return Objects.requireNonNull(change.now());
        }
        Place step = path.get(depth);
        boolean last = depth == path.size() - 1;
        if (value instanceof JsonObject object) {
            TreeMap<String, JsonValue> members = new TreeMap<>(object.members());
            if (last && change.kind() == Kind.REMOVED) {
                assertThat(members.remove(step.name())).isEqualTo(change.before());
            } else if (last && change.kind() == Kind.ADDED) {
                assertThat(members.put(step.name(), change.now())).isNull();
            } else {
                members.put(step.name(),
                        with(Objects.requireNonNull(members.get(step.name())), path, depth + 1, change));
            }
            return new JsonObject(members);
        }
        List<JsonValue> items = new ArrayList<>(((JsonArray) value).items());
        if (last && change.kind() == Kind.REMOVED) {
            assertThat(items.remove(step.item())).isEqualTo(change.before());
        } else if (last && change.kind() == Kind.ADDED) {
            items.add(step.item(), change.now());
        } else {
            items.set(step.item(), with(items.get(step.item()), path, depth + 1, change));
        }
        return new JsonArray(items);
    }

    @Test
    void theChangesMakeTheLaterOfTheEarlier() {
        for (int seed = 0; seed < 5000; seed++) {
            try {
                requireAllDifferences(new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("With seed " + seed, e);
            }
        }
    }

    private static void requireAllDifferences(Random random) {
        JsonValue before = random(random, 4);
        JsonValue now = random.nextInt(4) == 0 ? random(random, 4) : altered(before, random);
        JsonDiff comparison = all(before, now);
        assertThat(applied(before, comparison.changes())).isEqualTo(now);
        assertThat(comparison.changes().isEmpty()).isEqualTo(before.equals(now));
        assertThat(comparison.changes()).allSatisfy(change -> assertThat(change.before()).isNotEqualTo(change.now()));
        assertThat(comparison.changes().stream().map(change -> change.kind() + change.place().text()).distinct())
                .as("each place has a name of its own").hasSize(comparison.changes().size());
        assertThat(all(now, now)).isEqualTo(new JsonDiff(List.of(), 0, values(now)));
    }

    private static long values(JsonValue value) {
        return switch (value) {
            case JsonObject object when !object.members().isEmpty() ->
                object.members().values().stream().mapToLong(JsonDiffTest::values).sum();
            case JsonArray(List<JsonValue> items) when !items.isEmpty() ->
                items.stream().mapToLong(JsonDiffTest::values).sum();
            default -> 1;
        };
    }

    private static JsonValue random(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 9)) {
            case 0 -> JsonNumber.of(random.nextInt(3));
            case 1 -> new JsonString(NAMES.get(random.nextInt(NAMES.size())));
            case 2 -> new JsonBoolean(random.nextBoolean());
            case 3 -> JsonNull.NULL;
            case 4 -> random.nextBoolean() ? new JsonArray(List.of()) : JsonObject.builder().build();
            case 5, 6 -> new JsonArray(
                    IntStream.range(0, random.nextInt(6)).mapToObj(_ -> random(random, depth - 1)).toList());
            default -> {
                TreeMap<String, JsonValue> members = new TreeMap<>();
                IntStream.range(0, random.nextInt(6)).forEach(
                        _ -> members.put(NAMES.get(random.nextInt(NAMES.size())), random(random, depth - 1)));
                yield new JsonObject(members);
            }
        };
    }

    /** The same with a value here and there replaced, left out or put in. */
    private static JsonValue altered(JsonValue value, Random random) {
        if (random.nextInt(8) == 0) {
            return random(random, 2);
        }
        return switch (value) {
            case JsonObject object -> {
                TreeMap<String, JsonValue> members = new TreeMap<>();
                object.members().forEach((name, member) -> {
                    if (random.nextInt(8) > 0) {
                        members.put(name, altered(member, random));
                    }
                });
                yield new JsonObject(members);
            }
            case JsonArray(List<JsonValue> items) -> {
                List<JsonValue> other = new ArrayList<>();
                for (JsonValue item : items) {
                    if (random.nextInt(8) > 0) {
                        other.add(altered(item, random));
                    }
                    if (random.nextInt(8) == 0) {
                        other.add(random(random, 1));
                    }
                }
                yield new JsonArray(other);
            }
            default -> value;
        };
    }

    @Test
    void namesWhatWasAddedRemovedAndChanged() {
        assertThat(lines("""
                {"amount":"80.00","old":1,"same":[1,2]}""", """
                {"amount":"480.00","new":{"x":[]},"same":[1,2]}"""))
                .containsExactly("amount: \"80.00\" → \"480.00\"", "new:  → {\"x\":[]}", "old: 1 → ");
    }

    @Test
    void comparesNumbersByTheirText() {
        assertThat(lines("[\"1.0\",1,9007199254740991]", "[\"1\",\"1\",9007199254740990]")).containsExactly(
                "[0]: \"1.0\" → \"1\"", "[1]: 1 → \"1\"", "[2]: 9007199254740991 → 9007199254740990");
        // 1.0 can't stand in a payload: RFC 8785 writes it as 1, and other bytes are refused before they are compared.
        assertThat(lines("1.0", "1")).isEmpty();
    }

    @Test
    void findsAnItemInTheMiddleOfAList() {
        assertThat(lines("[1,2,3,4]", "[1,2,9,3,4]")).containsExactly("[2]:  → 9");
        assertThat(lines("[1,2,9,3,4]", "[1,2,3,4]")).containsExactly("[2]: 9 → ");
        assertThat(lines("[1,1,1]", "[1,1]")).as("the same items are not counted at both ends")
                .containsExactly("[2]: 1 → ");
        assertThat(lines("[1,2,3]", "[4,5]")).containsExactly("[0]: 1 → 4", "[1]: 2 → 5", "[2]: 3 → ");
    }

    @Test
    void writesNamesSoThatNoTwoPlacesAreAlike() {
        assertThat(lines("{}", """
                {"a.b":1,"a":{"b":1},"a/b\\n":2,"0":3}""")).containsExactly("0:  → 3", "a:  → {\"b\":1}",
                "[\"a.b\"]:  → 1", "[\"a/b\\n\"]:  → 2");
    }

    @Test
    void goesAsDeepAsPayloadsDo() {
        JsonValue before = json("[".repeat(128) + "1" + "]".repeat(128));
        JsonValue now = json("[".repeat(128) + "2" + "]".repeat(128));
        JsonDiff comparison = all(before, now);
        assertThat(comparison.changes()).singleElement().extracting(change -> change.place().text())
                .isEqualTo("[0]".repeat(128));
        assertThat(applied(before, comparison.changes())).isEqualTo(now);
    }

    @Test
    void comparesTenThousandNames() {
        TreeMap<String, JsonValue> one = new TreeMap<>();
        TreeMap<String, JsonValue> other = new TreeMap<>();
        IntStream.range(0, 10_000).forEach(i -> {
            one.put("k." + i, JsonNumber.of(i));
            other.put("k." + (i + 3), JsonNumber.of(i % 2 == 0 ? i + 3 : i));
        });
        JsonDiff comparison = all(new JsonObject(one), new JsonObject(other));
        assertThat(comparison.changes()).hasSize(3 + 3 + 4998);
        assertThat(comparison.same()).isEqualTo(4999);
    }

    @Test
    void keepsNoMoreChangesThanAskedForAndCountsTheRest() {
        JsonValue before = new JsonArray(Collections.nCopies(1_000_000, JsonNumber.of(1)));
        JsonValue now = new JsonArray(Collections.nCopies(1_000_000, JsonNumber.of(2)));
        JsonDiff comparison = JsonDiff.of(Place.WHOLE, before, now, 500);
        assertThat(comparison.changes()).hasSize(500);
        assertThat(comparison.left()).isEqualTo(999_500);
        assertThat(comparison.same()).isZero();
    }
}
