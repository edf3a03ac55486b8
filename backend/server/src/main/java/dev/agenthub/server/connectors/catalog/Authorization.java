package dev.agenthub.server.connectors.catalog;

import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** How a service authenticates its callers. */
public sealed interface Authorization {

    /**
     * A static key that an administrator provides.
     *
     * @param header the header that carries it
     * @param prefix the text before it
     */
    record Key(String header, String prefix) implements Authorization {}

    /** OAuth 2.1 with the addresses that the provider publishes (RFC 8414); an administrator names the issuer. */
    record Discovered() implements Authorization {}

    /**
     * OAuth 2.1 with the provider's addresses.
     *
     * @param issuer the issuer identifier (RFC 8414, section 2); null where the provider has none
     * @param authorization the authorization endpoint (RFC 6749, section 3.1)
     * @param token the token endpoint (RFC 6749, section 3.2)
     * @param revocation how tokens are revoked; null where they cannot be
     * @param device the device authorization endpoint (RFC 8628); null where there is none
     * @param pushed the pushed authorization request endpoint (RFC 9126); null where there is none
     * @param issuerInResponse whether authorization responses have {@code iss} (RFC 9207)
     * @param client how this client authenticates
     * @param scopeSeparator between scopes in a request: a space or a comma
     * @param parameters further parameters of the authorization request
     * @param detailsTypes the types of authorization details that the provider supports (RFC 9396, section 10); others are never requested
     * @param narrowing whether a token with fewer permissions is requested for each call (RFC 8693)
     */
    record OAuth(@Nullable String issuer, HttpUrl authorization, HttpUrl token, @Nullable Revocation revocation,
            @Nullable HttpUrl device, @Nullable HttpUrl pushed, boolean issuerInResponse, ClientAuthentication client,
            String scopeSeparator, Map<String, String> parameters, Set<String> detailsTypes,
            Narrowing narrowing) implements Authorization {

        public OAuth {
            parameters = Map.copyOf(parameters);
            detailsTypes = Set.copyOf(detailsTypes);
        }
    }

    /** Whether a call's token is exchanged for one with fewer permissions. */
    enum Narrowing {
        /** The provider does not support it. */
        NEVER,
        /** Where the provider refuses, the call uses the connection's token. */
        OPTIONAL,
        /** Where the provider refuses, the call is refused. */
        REQUIRED
    }

    /** How a client authenticates at the token endpoint (RFC 6749, section 2.3). */
    enum ClientAuthentication {
        /** Its secret in the Authorization header. */
        BASIC,
        /** Its secret in the body. */
        POST,
        /** A public client: PKCE alone. */
        NONE
    }

    /** How tokens are revoked, and at which address. */
    record Revocation(HttpUrl endpoint, Form form) {

        /** The form of a revocation request. */
        public enum Form {
            /** The token as a form parameter (RFC 7009). */
            RFC7009,
            /** A request authorized by the token itself. */
            BEARER,
            /** GitHub's: DELETE with the client's credentials and the token in a JSON body. */
            GITHUB
        }
    }
}
