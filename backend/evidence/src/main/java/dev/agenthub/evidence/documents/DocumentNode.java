package dev.agenthub.evidence.documents;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonBoolean;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of a document with its JSON Pointer, so that every {@link DocumentFault} has a position.
 *
 * @param at the JSON Pointer (RFC 6901) to it; empty for the document itself
 */
public record DocumentNode(JsonValue value, String at) {

    public DocumentFault fault(String message) {
        return new DocumentFault(at, message);
    }

    private JsonObject object() {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw fault("An object is expected.");
    }

    /** Refuses members that are not known: one that is not understood could be the one that forbids. */
    public DocumentNode only(Set<String> known) {
        for (String name : object().members().keySet()) {
            if (!known.contains(name)) {
                throw new DocumentFault(child(name), "This member is not known here.");
            }
        }
        return this;
    }

    public Set<String> names() {
        return object().members().keySet();
    }

    public @Nullable DocumentNode get(String name) {
        JsonValue member = object().get(name);
        return member == null ? null : new DocumentNode(member, child(name));
    }

    public DocumentNode require(String name) {
        DocumentNode member = get(name);
        if (member == null) {
            throw fault("The member \"" + name + "\" is missing.");
        }
        return member;
    }

    private String child(String name) {
        return JsonPointer.child(at, name);
    }

    /** The items of an array of at least one and at most so many. */
    public List<DocumentNode> items(int most) {
        return nodes(values(most));
    }

    /** The values of the same items, where each may be any. */
    public List<JsonValue> values(int most) {
        if (!(value instanceof JsonArray(List<JsonValue> items)) || items.isEmpty() || items.size() > most) {
            throw fault("A list of 1 to " + most + " items is expected.");
        }
        return items;
    }

    /** The items of an array that may be empty. */
    public List<DocumentNode> anyItems(int most) {
        return value instanceof JsonArray(List<JsonValue> items) && items.isEmpty() ? List.of() : items(most);
    }

    private List<DocumentNode> nodes(List<JsonValue> items) {
        List<DocumentNode> nodes = new ArrayList<>();
        for (JsonValue item : items) {
            nodes.add(new DocumentNode(item, JsonPointer.item(at, nodes.size())));
        }
        return nodes;
    }

    /** One value, or a list of at least one. */
    public List<DocumentNode> oneOrMore(int most) {
        return value instanceof JsonArray ? items(most) : List.of(this);
    }

    public String text(int longest) {
        if (value instanceof JsonString(String text) && !text.isEmpty()
                && text.codePointCount(0, text.length()) <= longest
                && text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        throw fault("A text of 1 to " + longest + " characters without control characters is expected.");
    }

    public int count(int most) {
        if (value instanceof JsonNumber number) {
            try {
                long count = number.longValueExact();
                if (count >= 1 && count <= most) {
                    return Math.toIntExact(count);
                }
            } catch (ArithmeticException _) {
                // Said below.
            }
        }
        throw fault("A whole number from 1 to " + most + " is expected.");
    }

    public boolean flag() {
        if (value instanceof JsonBoolean(boolean flag)) {
            return flag;
        }
        throw fault("true or false is expected.");
    }

    public boolean absent() {
        return value instanceof JsonNull || (value instanceof JsonBoolean(boolean flag) && !flag);
    }

    public Duration duration(Duration least, Duration most) {
        try {
            Duration duration = Duration.parse(text(40));
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0
                    && duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
                return duration;
            }
        } catch (DateTimeException | ArithmeticException _) {
            // Said below.
        }
        throw fault("A duration from " + least + " to " + most + " in whole seconds is expected, such as PT1H.");
    }
}
