package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Scopes and authorization details that calls need, or that a provider is asked for or grants.
 *
 * @param scopes OAuth scopes (RFC 6749, section 3.3)
 * @param details authorization details (RFC 9396)
 */
public record Permissions(List<String> scopes, List<AuthorizationDetail> details) {
    /** No scopes and no details. */
    public static final Permissions NONE = new Permissions(List.of(), List.of());

    public Permissions {
        scopes = List.copyOf(scopes);
        details = List.copyOf(details);
    }

    /** Reads what {@link #array} wrote. */
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

    /** Scopes without details. */
    public static Permissions ofScopes(List<String> scopes) {
        return new Permissions(scopes, List.of());
    }

    /** As proposals and events have them: a JSON array of the scopes (strings) followed by the details (objects). */
    public JsonArray array() {
        return new JsonArray(Stream.concat(scopes.stream().<JsonValue>map(JsonString::new),
                details.stream().map(AuthorizationDetail::document)).toList());
    }

    /** The union of both. */
    public Permissions with(Permissions others) {
        return new Permissions(Stream.concat(scopes.stream(), others.scopes.stream()).toList(),
                Stream.concat(details.stream(), others.details.stream()).toList());
    }

    /** The permissions that are not among {@code others}, without duplicates. */
    public Permissions without(Permissions others) {
        return new Permissions(scopes.stream().filter(scope -> !others.scopes.contains(scope)).distinct().toList(),
                details.stream().filter(detail -> !others.details.contains(detail)).distinct().toList());
    }

    /** Whether there are neither scopes nor details. */
    public boolean isEmpty() {
        return scopes.isEmpty() && details.isEmpty();
    }

    /** The same permissions in order, without duplicates. */
    public Permissions sorted() {
        return new Permissions(scopes.stream().sorted().distinct().toList(),
                details.stream().sorted().distinct().toList());
    }
}
