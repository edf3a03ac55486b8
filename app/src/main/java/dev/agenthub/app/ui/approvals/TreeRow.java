package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.ui.common.HiddenCharacters;
import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.app.ui.common.WordOrder;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A name of a payload and its value, and what is below it, which is made when it is asked for.
 *
 * @param text both with marks, the value no longer than a line
 * @param unusual whether it holds something of which {@link Warning} warns, or is too long to be looked through here
 * @param below what opens; null where nothing can
 */
record TreeRow(String text, boolean unusual, @Nullable Supplier<List<TreeRow>> below) {
    private static final Messages MESSAGES = Messages.of(TreeRow.class);
    private static final int LONGEST = 120;
    private static final int LONGEST_SEARCHED = 20_000;
    /** More rows than these below one are put into groups. */
    static final int GROUP = 1000;

    /** The rows of a payload: what a person must read first, and the rest, which is the program's own, in the last. */
    static List<TreeRow> of(JsonObject payload) {
        List<TreeRow> first = new ArrayList<>();
        JsonObject.Builder rest = JsonObject.builder();
        payload.members().forEach((name, value) -> {
            if (name.equals("call") && value instanceof JsonObject call) {
                call.members().forEach((kind, way) -> addCall(kind, way, first, rest));
            } else if (name.equals("arguments") || name.equals("after")) {
                first.addFirst(of(name, value));
            } else if (name.equals("attachments") && value instanceof JsonArray files && !files.items().isEmpty()) {
                first.add(of(name, value));
            } else {
                rest.put(name, value);
            }
        });
        first.add(row(MESSAGES.text("tree.rest"), false, () -> below(rest.build())));
        return first;
    }

    private static void addCall(String kind, JsonValue way, List<TreeRow> first, JsonObject.Builder rest) {
        if (!(way instanceof JsonObject members)) {
            rest.put("call." + kind, way);
            return;
        }
        JsonObject.Builder other = JsonObject.builder();
        members.members().forEach((name, value) -> {
            if (List.of("headers", "body", "arguments").contains(name)) {
                first.add(of(name, value));
            } else {
                other.put(name, value);
            }
        });
        rest.put("call." + kind, other.build());
    }

    boolean opens() {
        return below != null;
    }

    List<TreeRow> rowsBelow() {
        return below == null ? List.of() : below.get();
    }

    private static TreeRow row(String text, boolean unusual, @Nullable Supplier<List<TreeRow>> below) {
        return new TreeRow(text, unusual, below);
    }

    private static TreeRow of(String name, JsonValue value) {
        boolean odd = isUnusual(name);
        String named = shown(name) + ": ";
        return switch (value) {
            case JsonObject object -> row(named + MESSAGES.text("tree.object", object.members().size()), odd,
                    object.members().isEmpty() ? null : () -> below(object));
            case JsonArray array -> row(named + MESSAGES.text("tree.array", array.items().size()), odd,
                    array.items().isEmpty() ? null : () -> below(array));
            case JsonString string ->
                row(named + "\"" + shown(string.value()) + "\"", odd || isUnusual(string.value()), null);
            case JsonNumber number -> row(named + shown(number.literal()), odd, null);
            case JsonBoolean bool -> row(named + bool.value(), odd, null);
            case JsonNull _ -> row(named + "null", odd, null);
        };
    }

    private static List<TreeRow> below(JsonObject object) {
        List<Map.Entry<String, JsonValue>> members = List.copyOf(object.members().entrySet());
        return grouped(0, members.size(), i -> of(members.get(i).getKey(), members.get(i).getValue()));
    }

    private static List<TreeRow> below(JsonArray array) {
        return grouped(0, array.items().size(), i -> of("[" + i + "]", array.items().get(i)));
    }

    /** In groups as large as they must be for no more than so many of them. */
    private static List<TreeRow> grouped(int from, int to, IntFunction<TreeRow> row) {
        int size = 1;
        while ((to - from - 1) / size >= GROUP) {
            size *= GROUP;
        }
        List<TreeRow> rows = new ArrayList<>();
        for (int start = from; start < to; start += size) {
            int begin = start;
            int end = Math.min(to, start + size);
            rows.add(size == 1
                    ? row.apply(start)
                    : row(MESSAGES.text("tree.group", begin, end - 1), false, () -> grouped(begin, end, row)));
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
