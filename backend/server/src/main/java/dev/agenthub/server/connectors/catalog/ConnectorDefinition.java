package dev.agenthub.server.connectors.catalog;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What a service is: where it is called, how it authorizes, which scopes it has, and the tools that agents may use of it. Data, in the form
 * {@code agenthub/connector/v1}.
 *
 * @param name the word that stands for it in requests, such as {@code github}
 * @param title what people call it
 * @param documentation where the provider explains how to register a client or make a key
 * @param baseUrl what every call's address begins with; null where each connection says so itself
 * @param hosts the exact hosts that calls may go to; a connection's own base address has
 *        one of them. Empty where each connection names its own
 * @param details the authorization details without which nothing works
 * @param idempotencyHeader the header by which the provider knows a repeated call; null where it knows none
 * @param tools the tools as they stand in a manifest, without their connector
 * @param document the whole definition
 */
public record ConnectorDefinition(String name, String title, HttpUrl documentation, @Nullable HttpUrl baseUrl,
        List<String> hosts, Authorization authorization, List<OfferedScope> scopes,
        List<AuthorizationDetail> details, @Nullable String idempotencyHeader, List<JsonObject> tools,
        JsonObject document) {
    /** What the member {@code v} says. */
    public static final String VERSION = "agenthub/connector/v1";

    /** The most bytes of a definition that an administrator brings. */
    public static final int LARGEST_OWN = 256 << 10;

    private static final int LARGEST = 1 << 20;

    public ConnectorDefinition {
        hosts = List.copyOf(hosts);
        scopes = List.copyOf(scopes);
        details = List.copyOf(details);
        tools = List.copyOf(tools);
    }

    /**
     * Reads a definition.
     *
     * @throws DocumentFault where anything in it can't be understood, saying where and what
     */
    public static ConnectorDefinition parse(byte[] bytes) {
        return parse(bytes, LARGEST, new DefinitionReader("https", _ -> false));
    }

    /**
     * Reads a definition that an administrator brings, which says everything itself and takes the name of no other service.
     *
     * @param closed which hosts it may not name
     * @throws DocumentFault where anything in it can't be understood or is not allowed, saying where and what
     */
    public static ConnectorDefinition own(byte[] bytes, Predicate<String> closed) {
        ConnectorDefinition read = parse(bytes, LARGEST_OWN, new DefinitionReader("https", closed));
        if (!read.isOwn()) {
            throw new DocumentFault("/name", "The catalog has a service of that name.");
        }
        if (read.authorization() instanceof Authorization.Discovered) {
            throw new DocumentFault("/authorization/kind",
                    "\"key\" or \"oauth\" is expected; the catalog's service oauth discovers.");
        }
        return read;
    }

    /** Reads a definition as it was kept; only the sandbox's names addresses of this machine. */
    public static ConnectorDefinition stored(byte[] bytes, boolean sandbox) {
        return parse(bytes, LARGEST, new DefinitionReader(sandbox ? "http" : "https", _ -> false));
    }

    private static ConnectorDefinition parse(byte[] bytes, int largest, DefinitionReader reader) {
        if (bytes.length > largest) {
            throw new DocumentFault("", "A connector's definition has at most " + largest + " bytes.");
        }
        JsonValue value;
        try {
            value = JsonValue.parse(bytes);
        } catch (EvidenceException e) {
            throw new DocumentFault("", String.valueOf(e.getMessage()));
        }
        return reader.read(value);
    }

    /** Whether it comes from an administrator, and neither from the catalog nor from the sandbox. */
    public boolean isOwn() {
        return !Catalog.reserves(name);
    }

    /** SHA-256 of the canonical document. */
    public Hash digest() {
        return Hash.sha256(document.canonicalBytes());
    }

    /** Which service it is, in proposals and events: its name, and of an administrator's own the digest too, as {@code notes@5f2b…}. */
    public String reference() {
        return isOwn() ? name + "@" + digest().hex() : name;
    }

    /** The tool of that name. */
    public Optional<JsonObject> tool(String name) {
        return tools.stream().filter(tool -> tool.string("name").equals(name)).findFirst();
    }

    /** What nothing works without, in order. */
    public Permissions required() {
        return new Permissions(List.copyOf(requiredScopes()), details).sorted();
    }

    /** The scopes without which nothing works. */
    public Set<String> requiredScopes() {
        return scopes.stream().filter(OfferedScope::required).map(OfferedScope::name).collect(Collectors.toSet());
    }
}
