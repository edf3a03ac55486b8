package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An authorization in progress by a code that is valid for a limited time; the session that began it can ask for the result.
 *
 * @param authorization its id, to ask for the result
 * @param userCode the code that the person enters at the provider
 * @param verificationUri the address at which they enter it, on any device
 * @param verificationUriComplete the same with the code in it; null where the provider has none
 * @param expiresAt until when the code is taken
 * @param interval seconds to wait before asking for the result
 * @param scopes what the person is asked to consent to: what the tools of the enabled agents need
 * @param authorizationDetails permissions that they are asked for and scopes cannot express (RFC 9396), each detail in its canonical
 *        form (RFC 8785)
 */
public record StartedDeviceAuthorization(UUID authorization, String userCode, String verificationUri,
        @Nullable String verificationUriComplete, Instant expiresAt, int interval, List<String> scopes,
        List<String> authorizationDetails) {

    public StartedDeviceAuthorization {
        authorization = Check.present("authorization", authorization);
        userCode = Check.present("userCode", userCode);
        verificationUri = Check.present("verificationUri", verificationUri);
        expiresAt = Check.present("expiresAt", expiresAt);
        scopes = Check.list("scopes", scopes);
        authorizationDetails = Check.list("authorizationDetails", authorizationDetails);
    }

    /** Keeps the code out of logs. */
    @Override
    public String toString() {
        return "StartedDeviceAuthorization[***]";
    }
}
