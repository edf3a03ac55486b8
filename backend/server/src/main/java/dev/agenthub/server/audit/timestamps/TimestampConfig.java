package dev.agenthub.server.audit.timestamps;

import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The timestamping authority (RFC 3161) that the operator configured. Its address may be a private one, since only the operator sets it.
 *
 * @param url where it accepts queries; plain HTTP is allowed, since its answers are signed
 * @param trusted the certificates that its answers must chain to; null to accept any valid answer
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
