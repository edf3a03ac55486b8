package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service that agents of a workspace reach, without its key.
 *
 * @param connector its id, by which a tool names it
 * @param name what the workspace calls it; tools name it as their connector
 * @param workspace the id of the workspace whose agents may use it
 * @param baseUrl every call's address lies under it
 * @param header the header that carries the key
 * @param prefix what stands before the key in that header
 * @param service which one of the catalog it is, or how its own definition calls it; null for one of which only the address is known
 * @param ownDefinition the SHA-256 of the definition that an administrator brought, which gave it the name
 *        {@code service}; null for a service of the catalog, and for one of which only the address is known
 * @param state whether calls go through it
 * @param keySetAt since when the present credential is used; null where there is none
 * @param expiresAt when the present token expires, unless it is refreshed before; null where it does not, or that is not known
 * @param pausedUntil until when the provider wants no calls, which end at once meanwhile; null where it takes them
 * @param circuitOpenUntil until when nothing is called, because its provider failed again and
 *        again; then one call finds out whether it works again; null where calls are made
 * @param device whether its provider offers a code that is typed on another device, to authorize it
 * @param scopes what it may do; null for one with a key
 * @param authorizationDetails what it may do that scopes can't say (RFC 9396), each detail
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
