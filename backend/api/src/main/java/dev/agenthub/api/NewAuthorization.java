package dev.agenthub.api;

/**
 * Starts the authorization of a connection at its provider.
 *
 * @param redirectUri where the provider sends the browser back to: an http address of
 *        127.0.0.1 or [::1] at which the caller listens (RFC 8252)
 */
public record NewAuthorization(String redirectUri) {

    public NewAuthorization {
        redirectUri = Check.text("redirectUri", redirectUri, 500);
    }
}
