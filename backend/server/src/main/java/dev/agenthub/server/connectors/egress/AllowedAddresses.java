package dev.agenthub.server.connectors.egress;

import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The addresses that the calls of a connector may go to: those below its base address, and of these, where its definition names hosts,
 * those on one of them. Which addresses of the network a socket may then connect to is the {@link EgressRule}'s.
 */
public record AllowedAddresses(HttpUrl base, List<String> hosts) {

    public AllowedAddresses {
        hosts = List.copyOf(hosts);
    }

    /** The address, where it is written as it would be sent. */
    public static Optional<HttpUrl> asSent(String url) {
        return Optional.ofNullable(HttpUrl.parse(url)).filter(address -> address.toString().equals(url));
    }

    /** Whether a call may go to this address, which has neither a user nor a fragment then. */
    public boolean contain(HttpUrl address) {
        return liesBelowBase(address) && isOnOneOf(hosts, address);
    }

    /** Whether the address is on one of these hosts; an empty list allows any. */
    public static boolean isOnOneOf(List<String> hosts, HttpUrl address) {
        return hosts.isEmpty() || hosts.contains(address.host());
    }

    private boolean liesBelowBase(HttpUrl address) {
        if (!address.scheme().equals(base.scheme()) || !address.host().equals(base.host())
                || address.port() != base.port() || address.fragment() != null
                || !address.username().isEmpty() || !address.password().isEmpty()) {
            return false;
        }
        List<String> prefix = base.pathSegments();
        int length = prefix.getLast().isEmpty() ? prefix.size() - 1 : prefix.size();
        List<String> segments = address.pathSegments();
        return segments.size() >= length && segments.subList(0, length).equals(prefix.subList(0, length))
                && segments.stream().noneMatch(AllowedAddresses::climbs);
    }

    /** Whether a path segment is a dot segment: providers may decode {@code ..%2F} before they interpret the path. */
    private static boolean climbs(String decodedSegment) {
        for (String part : decodedSegment.split("[/\\\\]", -1)) {
            if (part.equals("..") || part.equals(".")) {
                return true;
            }
        }
        return false;
    }
}
