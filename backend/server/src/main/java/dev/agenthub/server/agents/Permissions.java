package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What calls need at a provider, or what a provider is asked for or grants.
 *
 * @param scopes as RFC 6749 has them
 * @param details what scopes can't say (RFC 9396)
 */
public record Permissions(List<String> scopes, List<AuthorizationDetail> details) {
    /** None at all. */
    public static final Permissions NONE = new Permissions(List.of(), List.of());

    public Permissions {
        scopes = List.copyOf(scopes);
        details = List.copyOf(details);
    }

    /** As {@link #array} wrote them. */
    public static Permissions of(JsonArray array) {
        List<String> scopes = new ArrayList<>();
        List<AuthorizationDetail> details = new ArrayList<>();
        for (JsonValue item : array.items()) {
            if (item instanceof JsonObject document) {
                details.add(new AuthorizationDetail(document));
            } else {
                scopes.addAll(JsonArray.of(item).strings());
            }
        }
        return new Permissions(scopes, details);
    }

    /** Scopes alone. */
    public static Permissions ofScopes(List<String> scopes) {
        return new Permissions(scopes, List.of());
    }

    /** As proposals and events name them: first the scopes, then the details, which are objects. */
    public JsonArray array() {
        return new JsonArray(Stream.concat(scopes.stream().<JsonValue>map(JsonString::new),
                details.stream().map(AuthorizationDetail::document)).toList());
    }

    /** These and those. */
    public Permissions with(Permissions others) {
        return new Permissions(Stream.concat(scopes.stream(), others.scopes.stream()).toList(),
                Stream.concat(details.stream(), others.details.stream()).toList());
    }

    /** Those of these that are none of those, each once. */
    public Permissions without(Permissions others) {
        return new Permissions(scopes.stream().filter(scope -> !others.scopes.contains(scope)).distinct().toList(),
                details.stream().filter(detail -> !others.details.contains(detail)).distinct().toList());
    }

    /** Whether there is nothing at all. */
    public boolean isEmpty() {
        return scopes.isEmpty() && details.isEmpty();
    }

    /** The same in order, each once. */
    public Permissions sorted() {
        return new Permissions(scopes.stream().sorted().distinct().toList(),
                details.stream().sorted().distinct().toList());
    }
}
