package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A code that is open for a while at a provider; what becomes of it is told to the session that began it.
 *
 * @param authorization its id, to ask what became of it
 * @param userCode what the person types at the provider
 * @param verificationUri the address at which they type it, on any device
 * @param verificationUriComplete the same with the code in it; null where the provider has none
 * @param expiresAt until when the code is taken
 * @param interval how many seconds are to pass before it is asked what became of it
 * @param scopes what the person is asked to consent to: what the tools of the enabled agents need
 * @param authorizationDetails what they are asked that scopes can't say (RFC 9396), each detail in its canonical form (RFC 8785)
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
