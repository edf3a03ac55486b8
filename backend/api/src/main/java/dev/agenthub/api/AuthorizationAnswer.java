package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * What a provider's authorization server sent back through the browser (RFC 6749, section 4.1.2), parameter by parameter.
 *
 * @param state of the authorization request that it answers
 * @param code the authorization code, which is exchanged for tokens; a secret; null where there is none
 * @param issuer the parameter iss (RFC 9207); null where there is none
 * @param error why there is no code; null where there is one
 */
public record AuthorizationAnswer(String state, @Nullable String code, @Nullable String issuer,
        @Nullable String error) {

    public AuthorizationAnswer {
        state = Check.text("state", state, 500);
        if (code != null) {
            code = Check.printable("code", code, 8_192);
        }
        if (issuer != null) {
            issuer = Check.printable("issuer", issuer, 2_000);
        }
        if (error != null) {
            error = Check.printable("error", error, 200);
        }
    }

    /** Keeps the code out of logs. */
    @Override
    public String toString() {
        return "AuthorizationAnswer[***]";
    }
}
