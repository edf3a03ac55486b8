package dev.agenthub.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scopes and authorization details that a provider granted without having been asked for them, and that tools may use from now on; at
 * least one of them.
 *
 * @param scopes each among the {@code unasked} of a connection's {@code scopes}
 * @param authorizationDetails each among the {@code unasked} of its {@code authorizationDetails}; null for none
 */
public record AcceptedScopes(List<String> scopes, @Nullable List<String> authorizationDetails) {

    public AcceptedScopes {
        scopes = Check.list("scopes", scopes, 200);
        if (authorizationDetails != null) {
            authorizationDetails = Check.list("authorizationDetails", authorizationDetails, 200);
        }
    }
}
