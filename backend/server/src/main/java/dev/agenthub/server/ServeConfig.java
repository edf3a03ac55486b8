package dev.agenthub.server;

import dev.agenthub.server.audit.timestamps.TimestampConfig;
import dev.agenthub.server.http.limits.HttpLimits;
import dev.agenthub.server.identity.Lifetimes;
import dev.agenthub.server.tls.ServerHosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a backend that serves many desktops on an operator's own PostgreSQL.
 *
 * @param folder the data folder that all backends of the database share
 * @param database its JDBC address, without user and password
 * @param accepted names of accepted risks: PostgreSQL versions with known faults, for example 15.18, and unverified-database
 * @param bind the address to listen on
 * @param port 0 for any free port
 * @param addresses the addresses that clients use; invitations carry the first; empty for {@code https://<bind>:<port>}
 * @param tls the operator's certificate; null for a self-signed one that the backend creates
 * @param renewCertificate whether the self-signed certificate is replaced where it does not name all addresses
 * @param organization the name of the first organization, where none exists yet
 * @param timestamps the timestamping authority (RFC 3161) for checkpoints; null for none
 * @param limits rate and connection limits of callers
 * @param lifetimes how long sessions, invitations and device codes are valid
 */
public record ServeConfig(Path folder, String database, Set<String> accepted, String bind, int port,
        List<URI> addresses,
        @Nullable Tls tls, boolean renewCertificate, String organization, @Nullable TimestampConfig timestamps,
        HttpLimits limits,
        Lifetimes lifetimes) {

    /** The first organization's name where the operator gives none. */
    public static final String DEFAULT_NAME = "My organization";

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]@:]+)(?::([0-9]{1,5}))?");
    private static final Set<String> ANYWHERE = Set.of("0.0.0.0", "::", "[::]");

    /** The operator's certificate chain and private key, as PEM files. */
    public record Tls(Path certificates, Path key) {}

    /** Without a timestamping authority, with default limits and lifetimes. */
    public ServeConfig(Path folder, String database, Set<String> accepted, String bind, int port, @Nullable URI address,
            @Nullable Tls tls, String organization) {
        this(folder, database, accepted, bind, port, address == null ? List.of() : List.of(address), tls, false,
                organization, null, HttpLimits.defaults(),
                Lifetimes.DEFAULTS);
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
        addresses = addresses.stream().map(ServeConfig::canonical).toList();
        if (tls != null && renewCertificate) {
            throw new IllegalArgumentException("Only a certificate that the backend made for itself can be renewed");
        }
    }

    /** Converts an internationalized host name to its A-labels (RFC 5890), which certificates and requests use. */
    private static URI canonical(URI address) {
        Matcher authority = AUTHORITY.matcher(Objects.requireNonNullElse(address.getRawAuthority(), ""));
        if (!"https".equals(address.getScheme()) || !authority.matches() || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw new IllegalArgumentException("An address is like https://agenthub.example.com:8443");
        }
        String host = authority.group(1);
        String port = authority.group(2);
        try {
            return new URI("https", null, host.startsWith("[") ? host : ServerHosts.canonical(host),
                    port == null ? -1 : Integer.parseInt(port), address.getPath(), null, null);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IllegalArgumentException("An address is like https://agenthub.example.com:8443", e);
        }
    }

    /** The address that invitations carry; null where none is configured. */
    @Nullable
    URI address() {
        return addresses.isEmpty() ? null : addresses.getFirst();
    }

    /** The host names and IP addresses that clients use. */
    Set<String> hosts() {
        Set<String> hosts = new TreeSet<>();
        addresses.forEach(address -> hosts.add(ServerHosts.canonical(address.getHost())));
        if (!ANYWHERE.contains(bind)) {
            hosts.add(ServerHosts.canonical(bind));
        }
        return hosts;
    }
}
