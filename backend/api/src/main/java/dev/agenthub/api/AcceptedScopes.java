package dev.agenthub.api;

import java.util.List;

/**
 * Scopes that a provider granted though nobody had asked for them, and that tools may use from now on.
 *
 * @param scopes at least one, each among a connection's {@code unasked}
 */
public record AcceptedScopes(List<String> scopes) {

    public AcceptedScopes {
        scopes = Check.list("scopes", scopes, 200);
    }
}
