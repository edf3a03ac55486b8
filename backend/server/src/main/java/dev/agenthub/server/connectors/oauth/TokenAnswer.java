package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.agents.AuthorizationDetail;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a request at a token endpoint. */
sealed interface TokenAnswer {

    /**
     * Tokens.
     *
     * @param refresh null where the provider gave none, or gave none anew
     * @param lifetime of the access token; null where the provider does not say
     * @param scopes what was granted; null where the provider does not say, which means what was asked (RFC 6749, section 5.1)
     * @param details which authorization details were granted; null where the provider does not say. Of new tokens that means none:
     *        a server that takes no notice of what it was asked for says nothing, and the others have to (RFC 9396, section 7)
     */
    record Granted(SecretBytes access, @Nullable SecretBytes refresh, @Nullable Duration lifetime,
            @Nullable List<String> scopes,
            @Nullable List<AuthorizationDetail> details)
            implements
                TokenAnswer {}

    /**
     * The provider says no, and will say so again.
     *
     * @param code its error (RFC 6749, section 5.2), or a code of ours where its answer is none
     */
    record Refused(String code) implements TokenAnswer {}

    /**
     * No answer that means anything: not reached, too slow, overloaded. Whether the request had its effect is not known.
     *
     * @param code a stable code of what happened
     */
    record Unavailable(String code) implements TokenAnswer {}
}
