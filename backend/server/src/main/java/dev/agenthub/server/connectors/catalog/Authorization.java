package dev.agenthub.server.connectors.catalog;

import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** How a service knows who calls. */
public sealed interface Authorization {

    /**
     * A key that an administrator brings.
     *
     * @param header the header that carries it
     * @param prefix what stands before it there
     */
    record Key(String header, String prefix) implements Authorization {}

    /** OAuth 2.1 whose addresses the provider publishes (RFC 8414): an administrator names the issuer. */
    record Discovered() implements Authorization {}

    /**
     * OAuth 2.1, with the provider's addresses.
     *
     * @param issuer the provider's issuer identifier (RFC 8414, section 2); null where it has none
     * @param authorization where a person consents (RFC 6749, section 3.1)
     * @param token where tokens are given out (RFC 6749, section 3.2)
     * @param revocation how a token is ended; null where the provider cannot
     * @param device where the device flow begins (RFC 8628); null where there is none
     * @param pushed where an authorization request is pushed (RFC 9126); null where there is none
     * @param issuerInResponse whether the provider promises {@code iss} in its answer (RFC 9207)
     * @param client how this program proves to the provider which client it is
     * @param scopeSeparator what stands between scopes in a request: a space, or a comma
     * @param parameters what the authorization request says besides
     * @param detailsTypes the types of authorization details that the provider knows (RFC 9396, section 10); others are never asked for
     * @param narrowing whether a call's token is exchanged for one that can do no more than the call needs (RFC 8693)
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

    /** Whether a call's token is exchanged for a narrower one. */
    enum Narrowing {
        /** The provider has no way to do it. */
        NEVER,
        /** Where the provider refuses it, the call is made with the connection's token. */
        OPTIONAL,
        /** Where the provider refuses it, nothing is called. */
        REQUIRED
    }

    /** How a client shows that it is one (RFC 6749, section 2.3). */
    enum ClientAuthentication {
        /** Its secret in the Authorization header. */
        BASIC,
        /** Its secret in the body. */
        POST,
        /** A public client: PKCE alone. */
        NONE
    }

    /** How a token is ended, at which address. */
    record Revocation(HttpUrl endpoint, Form form) {

        /** What is sent. */
        public enum Form {
            /** The token in a form (RFC 7009). */
            RFC7009,
            /** A call that is itself made with the token. */
            BEARER,
            /** GitHub's: DELETE with the client's credentials, the token in a JSON body. */
            GITHUB
        }
    }
}
