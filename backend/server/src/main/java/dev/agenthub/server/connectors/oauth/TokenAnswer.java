package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.agents.AuthorizationDetail;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a request to a token endpoint. */
sealed interface TokenAnswer {

    /**
     * Tokens.
     *
     * @param refresh null where the provider gave none, or no new one
     * @param lifetime of the access token; null where the provider does not say
     * @param scopes the granted scopes; null where the provider does not say, which means the requested ones (RFC 6749, section 5.1)
     * @param details the granted authorization details; null where the provider does not say. For new
     *        tokens that means none: a server that supports them must return them (RFC 9396, section 7)
     */
    record Granted(SecretBytes access, @Nullable SecretBytes refresh, @Nullable Duration lifetime,
            @Nullable List<String> scopes,
            @Nullable List<AuthorizationDetail> details)
            implements
                TokenAnswer {}

    /**
     * The provider refuses, and would refuse again.
     *
     * @param code its error (RFC 6749, section 5.2), or a code of AgentHub where its answer has none
     */
    record Refused(String code) implements TokenAnswer {}

    /**
     * No usable answer: not reached, too slow or overloaded. Whether the request had an effect is unknown.
     *
     * @param code a stable code of what happened
     */
    record Unavailable(String code) implements TokenAnswer {}
}
