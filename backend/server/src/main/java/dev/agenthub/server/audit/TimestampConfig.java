package dev.agenthub.server.audit;

import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The timestamping authority that the operator chose. It may be inside the operator's own network: nobody else can name it.
 *
 * @param url where it takes queries over HTTP; what it answers is signed, so that it need not be https
 * @param trusted the certificates its answers must lead to; null where any answer that holds by itself will do
 */
public record TimestampConfig(URI url, @Nullable TimestampAuthorities trusted) {

    public TimestampConfig {
        if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null
                || url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "A timestamping authority has an http or https address without a name and password");
        }
    }
}
