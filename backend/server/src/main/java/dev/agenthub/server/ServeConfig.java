package dev.agenthub.server;

import dev.agenthub.server.audit.TimestampConfig;
import dev.agenthub.server.http.limits.HttpLimits;
import dev.agenthub.server.identity.Lifetimes;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to start a backend for many desktops, on a PostgreSQL that somebody else runs.
 *
 * @param folder the data folder that all backends of the database share
 * @param database its JDBC address, without user and password
 * @param accepted versions of PostgreSQL, such as 15.18, whose known faults are accepted
 * @param bind the address to listen on
 * @param port 0 for any free one
 * @param address what desktops reach it by, null for {@code https://<bind>:<port>}
 * @param tls the operator's certificate, null for one that the backend makes for itself
 * @param organization what the first organization is called, where there is none yet
 * @param timestamps the authority that checkpoints are timestamped by, null for none
 * @param limits what callers may take
 * @param lifetimes how long sessions, invitations and device codes serve
 */
public record ServeConfig(Path folder, String database, Set<String> accepted, String bind, int port,
        @Nullable URI address,
        @Nullable Tls tls, String organization, @Nullable TimestampConfig timestamps, HttpLimits limits,
        Lifetimes lifetimes) {

    /** What an organization is called that nobody gave a name. */
    public static final String USUAL_NAME = "My organization";

    /** PEM files. */
    public record Tls(Path certificates, Path key) {}

    /** Without a timestamping authority, with the usual limits and lifetimes. */
    public ServeConfig(Path folder, String database, Set<String> accepted, String bind, int port, @Nullable URI address,
            @Nullable Tls tls, String organization) {
        this(folder, database, accepted, bind, port, address, tls, organization, null, HttpLimits.usual(),
                Lifetimes.USUAL);
    }

    public ServeConfig {
        accepted = Set.copyOf(accepted);
        organization = organization.strip();
        if (organization.isEmpty() || organization.length() > 200) {
            throw new IllegalArgumentException("An organization's name has 1 to 200 characters");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535");
        }
        if (address != null && (!"https".equals(address.getScheme()) || address.getHost() == null
                || address.getRawUserInfo() != null || address.getRawQuery() != null
                || address.getRawFragment() != null)) {
            throw new IllegalArgumentException("An address is like https://agenthub.example.com:8443");
        }
    }

    /** What a certificate of our own is made out to. */
    String host() {
        return address == null ? bind : address.getHost();
    }
}
