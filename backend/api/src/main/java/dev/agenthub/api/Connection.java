package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service that agents of a workspace can call, without its key.
 *
 * @param connector its id, by which a tool names it
 * @param name its name in the workspace, by which tools refer to it
 * @param workspace the id of the workspace whose agents may use it
 * @param baseUrl the prefix of every call's address
 * @param header the header that carries the key
 * @param prefix what stands before the key in that header
 * @param service its name in the catalog or in its own definition; null where only the address is known
 * @param ownDefinition the SHA-256 of the definition that an administrator brought, which gave it the name
 *        {@code service}; null for a service of the catalog, and for one of which only the address is known
 * @param state whether calls go through it
 * @param keySetAt since when the present credential is used; null where there is none
 * @param expiresAt when the present token expires, unless it is refreshed before; null where it does not, or that is not known
 * @param pausedUntil until when the provider asked for a pause, during which calls are refused; null where there is none
 * @param circuitOpenUntil until when calls are refused because the provider failed repeatedly; then one call tests whether it works
 *        again; null where calls are made
 * @param device whether its provider supports authorization by a code that is entered on another device (RFC 8628)
 * @param scopes what it may do; null for one with a key
 * @param authorizationDetails permissions that it has and scopes cannot express (RFC 9396), each detail
 *        in its canonical form (RFC 8785); null for one with a key
 */
public record Connection(UUID connector, String name, UUID workspace, String baseUrl, String header, String prefix,
        @Nullable String service, @Nullable String ownDefinition, ConnectionState state, @Nullable Instant keySetAt,
        @Nullable Instant expiresAt, @Nullable Instant pausedUntil,
        @Nullable Instant circuitOpenUntil, boolean device,
        @Nullable ConnectionScopes scopes, @Nullable ConnectionScopes authorizationDetails) {

    public Connection {
        connector = Check.present("connector", connector);
        name = Check.present("name", name);
        workspace = Check.present("workspace", workspace);
        baseUrl = Check.present("baseUrl", baseUrl);
        header = Check.present("header", header);
        prefix = Check.present("prefix", prefix);
        if (ownDefinition != null) {
            ownDefinition = Check.hash("ownDefinition", ownDefinition);
        }
        state = Check.present("state", state);
    }
}
