package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A JSON object, its members in canonical order: by the UTF-16 code units of their names. */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {

    public JsonObject {
        if (!(members instanceof CanonicalMembers)) {
            // The natural order of strings is that of their UTF-16 code units.
            TreeMap<String, JsonValue> sorted = new TreeMap<>();
            sorted.putAll(members);
            sorted.keySet().forEach(JsonString::requirePaired);
            members = Collections.unmodifiableMap(sorted);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public @Nullable JsonValue get(String name) {
        return members.get(name);
    }

    /** The text of a member that must be a string. */
    public String string(String name) {
        return required(name, JsonString.class, "text").value();
    }

    /** The text of a member that must be a string or null. */
    public @Nullable String nullableString(String name) {
        return members.get(name) instanceof JsonNull ? null : string(name);
    }

    /** A member that must be a whole number. */
    public long integer(String name) {
        try {
            return required(name, JsonNumber.class, "a number").longValueExact();
        } catch (ArithmeticException e) {
            throw new EvidenceException(Codes.MEMBER_MISSING, "\"" + name + "\" must be a whole number.");
        }
    }

    public boolean bool(String name) {
        return required(name, JsonBoolean.class, "true or false").value();
    }

    public JsonObject object(String name) {
        return required(name, JsonObject.class, "an object");
    }

    public JsonArray array(String name) {
        return required(name, JsonArray.class, "an array");
    }

    private <T extends JsonValue> T required(String name, Class<T> type, String what) {
        JsonValue value = members.get(name);
        if (!type.isInstance(value)) {
            throw new EvidenceException(Codes.MEMBER_MISSING, "\"" + name + "\" must be " + what + ".");
        }
        return type.cast(value);
    }

    /** Collects members; a name put twice is refused, as it would be when read. */
    public static final class Builder {

        private final TreeMap<String, JsonValue> members = new TreeMap<>();

        private Builder() {}

        public Builder put(String name, JsonValue value) {
            if (members.putIfAbsent(name, value) != null) {
                throw new EvidenceException(Codes.JSON_DUPLICATE_NAME, "\"" + name + "\" stands twice in one object.");
            }
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        public Builder put(String name, long value) {
            return put(name, JsonNumber.of(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new JsonBoolean(value));
        }

        public Builder putNull(String name) {
            return put(name, JsonNull.NULL);
        }

        public JsonObject build() {
            return new JsonObject(members);
        }
    }
}
