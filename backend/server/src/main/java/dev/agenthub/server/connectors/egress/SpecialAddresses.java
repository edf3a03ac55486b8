package dev.agenthub.server.connectors.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Recognizes addresses that are not public, by the IANA special-purpose address registries (RFC 6890 and its updates).
 *
 * <p>In IPv6 only global unicast (2000::/3) can be public, so that mapped, compatible, NAT64,
 * unique-local, link-local and multicast addresses, and future assignments, are refused without a list.
 */
final class SpecialAddresses {
    private static final List<Range> IPV4 = List.of(
            range("0.0.0.0", 8, "this network"),
            range("10.0.0.0", 8, "private"),
            range("100.64.0.0", 10, "carrier NAT"),
            range("127.0.0.0", 8, "loopback"),
            range("168.63.129.16", 32, "cloud platform service"),
            range("169.254.0.0", 16, "link-local"),
            range("172.16.0.0", 12, "private"),
            range("192.0.0.0", 24, "protocol assignments"),
            range("192.0.2.0", 24, "documentation"),
            range("192.88.99.0", 24, "6to4 relay"),
            range("192.168.0.0", 16, "private"),
            range("198.18.0.0", 15, "benchmark"),
            range("198.51.100.0", 24, "documentation"),
            range("203.0.113.0", 24, "documentation"),
            range("224.0.0.0", 4, "multicast"),
            range("240.0.0.0", 4, "reserved"));
    private static final Range GLOBAL_UNICAST = range("2000::", 3, "global unicast");
    private static final List<Range> IPV6 = List.of(
            range("2001::", 23, "protocol assignments"),
            range("2001:db8::", 32, "documentation"),
            range("2002::", 16, "6to4"),
            range("3fff::", 20, "documentation"));

    private SpecialAddresses() {}

    /** Why the address is not a public one; empty where it is. */
    static Optional<String> reason(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 16 && !GLOBAL_UNICAST.contains(bytes)) {
            return Optional.of(address.isLoopbackAddress() ? "loopback" : "not global unicast");
        }
        return (bytes.length == 4 ? IPV4 : IPV6).stream().filter(range -> range.contains(bytes)).map(Range::name)
                .findFirst();
    }

    private static Range range(String address, int bits, String name) {
        try {
            return new Range(InetAddress.getByName(address).getAddress(), bits, name);
        } catch (UnknownHostException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Range {
        private final byte[] prefix;
        private final int bits;
        private final String name;

        Range(byte[] prefix, int bits, String name) {
            this.prefix = prefix;
            this.bits = bits;
            this.name = name;
        }

        String name() {
            return name;
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit)) & 0xFF;
                if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
