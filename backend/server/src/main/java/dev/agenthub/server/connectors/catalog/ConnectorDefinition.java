package dev.agenthub.server.connectors.catalog;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.documents.DocumentFault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * @param hosts the exact hosts that calls may go to; a connection's own base address has one of them. Empty where each connection names its own
 * @param idempotencyHeader the header by which the provider knows a repeated call; null where it knows none
 * @param tools the tools as they stand in a manifest, without their connector
 * @param document the whole definition
 */
public record ConnectorDefinition(String name, String title, HttpUrl documentation, @Nullable HttpUrl baseUrl,
        List<String> hosts, Authorization authorization, List<OfferedScope> scopes,
        @Nullable String idempotencyHeader, List<JsonObject> tools, JsonObject document) {
    /** What the member {@code v} says. */
    public static final String VERSION = "agenthub/connector/v1";

    private static final int LARGEST = 1 << 20;

    public ConnectorDefinition {
        hosts = List.copyOf(hosts);
        scopes = List.copyOf(scopes);
        tools = List.copyOf(tools);
    }

    /**
     * Reads a definition.
     *
     * @throws DocumentFault where anything in it can't be understood, saying where and what
     */
    public static ConnectorDefinition parse(byte[] bytes) {
        return parse(bytes, false);
    }

    /** Reads a definition as it was kept; only the sandbox's names addresses of this machine. */
    public static ConnectorDefinition stored(byte[] bytes, boolean sandbox) {
        return parse(bytes, sandbox);
    }

    private static ConnectorDefinition parse(byte[] bytes, boolean sandbox) {
        if (bytes.length > LARGEST) {
            throw new DocumentFault("", "A connector's definition has at most " + LARGEST + " bytes.");
        }
        JsonValue value;
        try {
            value = JsonValue.parse(bytes);
        } catch (EvidenceException e) {
            throw new DocumentFault("", String.valueOf(e.getMessage()));
        }
        return new DefinitionReader(sandbox ? "http" : "https").read(value);
    }

    /** The tool of that name. */
    public Optional<JsonObject> tool(String name) {
        return tools.stream().filter(tool -> tool.string("name").equals(name)).findFirst();
    }

    /** The scopes without which nothing works. */
    public Set<String> requiredScopes() {
        return scopes.stream().filter(OfferedScope::required).map(OfferedScope::name).collect(Collectors.toSet());
    }
}
