package dev.agenthub.server.connectors.catalog;

import dev.agenthub.api.ConnectorDraft;
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
 * The definition of a service: its addresses, authorization, scopes and tools. Plain data, in the format {@code agenthub/connector/v1}.
 *
 * @param name its name in requests, for example {@code github}
 * @param title its name for people
 * @param documentation where the provider explains how to register a client or create a key
 * @param baseUrl the beginning of every call's address; null where each connection has its own
 * @param hosts the exact hosts that calls may go to, including that of a connection's own
 *        base address; empty where each connection has its own
 * @param details the authorization details that the service always needs
 * @param idempotencyHeader the header by which the provider recognizes repeated calls; null where there is none
 * @param tools the tools as in a manifest, without their connector
 * @param document the whole definition
 * @param isOwn whether an administrator provided it; otherwise it is built in
 */
public record ConnectorDefinition(String name, String title, HttpUrl documentation, @Nullable HttpUrl baseUrl,
        List<String> hosts, Authorization authorization, List<OfferedScope> scopes,
        List<AuthorizationDetail> details, @Nullable String idempotencyHeader, List<JsonObject> tools,
        JsonObject document, boolean isOwn) {
    /** The value of the member {@code v}. */
    public static final String VERSION = "agenthub/connector/v1";

    private static final int LARGEST = 1 << 20;

    public ConnectorDefinition {
        hosts = List.copyOf(hosts);
        scopes = List.copyOf(scopes);
        details = List.copyOf(details);
        tools = List.copyOf(tools);
    }

    /**
     * Reads a built-in definition.
     *
     * @throws DocumentFault where it is malformed, with the place
     */
    public static ConnectorDefinition parse(byte[] bytes) {
        return parse(bytes, LARGEST, new DefinitionReader("https", _ -> false, false));
    }

    /**
     * Reads a definition that an administrator provides; it must be complete, and may not have a built-in service's name.
     *
     * @param closed the hosts that it may not name
     * @throws DocumentFault where it is malformed or not allowed, with the place
     */
    public static ConnectorDefinition own(byte[] bytes, Predicate<String> closed) {
        ConnectorDefinition read = parse(bytes, ConnectorDraft.LARGEST, new DefinitionReader("https", closed, true));
        if (Catalog.reserves(read.name())) {
            throw new DocumentFault("/name",
                    "The catalog has a service of that name: connect that one, or give the definition another name. Connections made with it before keep it.");
        }
        if (read.authorization() instanceof Authorization.Discovered) {
            throw new DocumentFault("/authorization/kind",
                    "\"key\" or \"oauth\" is expected; the catalog's service oauth discovers.");
        }
        return read;
    }

    /**
     * Reads a stored definition; only the sandbox's may name addresses of this machine.
     *
     * @param own whether an administrator provided it; the name does not tell, since a later catalog may have a service of that name
     */
    public static ConnectorDefinition stored(byte[] bytes, boolean sandbox, boolean own) {
        return parse(bytes, LARGEST, new DefinitionReader(sandbox ? "http" : "https", _ -> false, own));
    }

    private static ConnectorDefinition parse(byte[] bytes, int largest, DefinitionReader reader) {
        if (bytes.length > largest) {
            throw new DocumentFault("", "A connector's definition has at most " + largest + " bytes.");
        }
        JsonValue value;
        try {
            value = JsonValue.parse(bytes);
        } catch (EvidenceException e) {
            throw new DocumentFault("", e.sentence());
        }
        return reader.read(value);
    }

    /** SHA-256 of the canonical document. */
    public Hash digest() {
        return Hash.sha256(document.canonicalBytes());
    }

    /**
     * The service's reference in proposals and events: its name; for an administrator's definition with its digest, as {@code notes@5f2b…}.
     */
    public String reference() {
        return isOwn ? name + "@" + digest().hex() : name;
    }

    /** The tool of this name. */
    public Optional<JsonObject> tool(String name) {
        return tools.stream().filter(tool -> tool.string("name").equals(name)).findFirst();
    }

    /** The permissions that the service always needs, in order. */
    public Permissions required() {
        return new Permissions(List.copyOf(requiredScopes()), details).sorted();
    }

    /** The scopes that the service always needs. */
    public Set<String> requiredScopes() {
        return scopes.stream().filter(OfferedScope::required).map(OfferedScope::name).collect(Collectors.toSet());
    }
}
