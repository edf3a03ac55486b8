package dev.agenthub.server.agents;

import dev.agenthub.api.ManifestChange;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lists every difference between two manifests. Tools are matched by name; their order does not matter. */
final class ManifestDiff {
    private final List<ManifestChange> changes = new ArrayList<>();

    private ManifestDiff() {}

    static List<ManifestChange> between(JsonObject before, JsonObject after) {
        ManifestDiff diff = new ManifestDiff();
        diff.compare("", byName(before), byName(after));
        return List.copyOf(diff.changes);
    }

    private static JsonObject byName(JsonObject manifest) {
        JsonObject.Builder named = JsonObject.builder();
        manifest.members().forEach((name, value) -> named.put(name,
                name.equals("tools") && value instanceof JsonArray(List<JsonValue> tools) ? tools(tools) : value));
        return named.build();
    }

    private static JsonObject tools(List<JsonValue> tools) {
        JsonObject.Builder named = JsonObject.builder();
        for (JsonValue tool : tools) {
            if (tool instanceof JsonObject object && object.get("name") instanceof JsonString(String name)) {
                named.put(name, object);
            }
        }
        return named.build();
    }

    private void compare(String place, @Nullable JsonValue before, @Nullable JsonValue after) {
        if (before instanceof JsonObject one && after instanceof JsonObject other) {
            TreeSet<String> names = new TreeSet<>(one.members().keySet());
            names.addAll(other.members().keySet());
            for (String name : names) {
                compare(JsonPointer.child(place, name), one.get(name), other.get(name));
            }
        } else if (!Objects.equals(text(before), text(after))) {
            changes.add(new ManifestChange(place, text(before), text(after)));
        }
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        return value == null ? null : new String(value.canonicalBytes(), StandardCharsets.UTF_8);
    }
}
