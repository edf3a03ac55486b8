package dev.agenthub.api;

import java.time.Instant;
import java.util.List;

/**
 * An authorization in progress at a provider, usable for a limited time by the session that began it.
 *
 * @param authorizationUrl the address at the provider that the browser is to open
 * @param state what the provider's answer says as its state, and no other answer does
 * @param expiresAt until when its answer is taken
 * @param scopes what the person is asked to consent to: what the tools of the enabled agents need
 * @param authorizationDetails permissions that they are asked for and scopes cannot express (RFC 9396), each detail in its canonical
 *        form (RFC 8785)
 */
public record StartedAuthorization(String authorizationUrl, String state, Instant expiresAt, List<String> scopes,
        List<String> authorizationDetails) {

    public StartedAuthorization {
        authorizationUrl = Check.present("authorizationUrl", authorizationUrl);
        state = Check.present("state", state);
        expiresAt = Check.present("expiresAt", expiresAt);
        scopes = Check.list("scopes", scopes);
        authorizationDetails = Check.list("authorizationDetails", authorizationDetails);
    }
}
