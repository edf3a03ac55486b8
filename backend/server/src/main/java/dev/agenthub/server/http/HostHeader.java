package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.tls.ServerHosts;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks the header {@code Host}: by which names this server may be addressed. A hostile page whose name resolves to this server (DNS
 * rebinding) sends its own name in it, and is refused. IP addresses cannot be abused that way: under TLS any is accepted, in plain HTTP
 * only loopback's.
 *
 * @param names in lower case, as {@link ServerHosts#isNamed} takes them
 */
record HostHeader(Set<String> names, boolean anyAddress) {

    private static final String LOCALHOST = "localhost";

    HostHeader {
        Set<String> all = new TreeSet<>(Set.of(LOCALHOST));
        names.forEach(name -> all.add(canonical(name)));
        names = Set.copyOf(all);
    }

    /** @throws RefusedException HOST_UNKNOWN */
    void require(Context context) {
        String host = context.req().getServerName();
        if (!isOurs(host)) {
            throw new RefusedException(ErrorCode.HOST_UNKNOWN,
                    "This server is not known by the name in the header Host.");
        }
    }

    boolean isOurs(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = canonical(host);
        InetAddress address = address(name);
        if (address != null) {
            return anyAddress || address.isLoopbackAddress();
        }
        return ServerHosts.isNamed(name, names);
    }

    private static String canonical(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static @Nullable InetAddress address(String host) {
        if (!ServerHosts.isAddress(host)) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
