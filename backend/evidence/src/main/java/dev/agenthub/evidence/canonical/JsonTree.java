package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.EvidenceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes values of what is read. */
final class JsonTree implements JsonOutput {

    /** An array or an object that is not complete. */
    private static final class Open {

        private final @Nullable Map<String, JsonValue> members;
        /** Of an array, how many items of others stand before its own. */
        private final int first;
        private String name = "";

        private Open(@Nullable Map<String, JsonValue> members, int first) {
            this.members = members;
            this.first = first;
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    /** Of all arrays that are not complete. */
    private final List<JsonValue> items = new ArrayList<>();
    private @Nullable JsonValue whole;

    /** The value, once all of it was read. */
    JsonValue value() {
        return Objects.requireNonNull(whole);
    }

    @Override
    public boolean takesBytes() {
        return false;
    }

    @Override
    public void scalar(byte[] in, int from, int to) {
        scalar(new CanonicalBytes(in, from, to).value());
    }

    @Override
    public void scalar(JsonValue value) {
        Open in = open.peek();
        if (in == null) {
            whole = value;
        } else if (in.members == null) {
            items.add(value);
        } else {
            in.members.put(in.name, value);
        }
    }

    @Override
    public void beginArray() {
        open.push(new Open(null, items.size()));
    }

    @Override
    public void beginObject() {
        open.push(new Open(new TreeMap<>(), 0));
    }

    @Override
    public void name(byte[] in, int from, int to) {
        name(((JsonString) new CanonicalBytes(in, from, to).value()).value(), from);
    }

    @Override
    public void name(String name, int at) {
        Open object = open.element();
        if (object.members == null || object.members.containsKey(name)) {
            throw JsonParser.duplicateName(at);
        }
        object.name = name;
    }

    @Override
    public void end() {
        Open complete = open.pop();
        if (complete.members != null) {
            scalar(new JsonObject(complete.members));
        } else {
            List<JsonValue> own = items.subList(complete.first, items.size());
            JsonArray array = new JsonArray(own);
            own.clear();
            scalar(array);
        }
    }

    @Override
    public EvidenceException earlier(EvidenceException wrong) {
        return wrong;
    }
}
