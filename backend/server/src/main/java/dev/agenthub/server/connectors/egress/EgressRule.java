package dev.agenthub.server.connectors.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Decides whether a socket may connect to a resolved address. */
public interface EgressRule {

    /**
     * Returns where the address is allowed.
     *
     * @throws EgressRefusedException where it is not
     */
    void check(InetSocketAddress address) throws EgressRefusedException;

    /** Public addresses, on any port. */
    static EgressRule publicInternet() {
        return address -> {
            var reason = SpecialAddresses.reason(resolved(address));
            if (reason.isPresent()) {
                throw new EgressRefusedException(address + " is not a public address: " + reason.get());
            }
        };
    }

    /** One port of this machine's loopback, the sandbox's. */
    static EgressRule sandbox(int port) {
        return address -> {
            if (!resolved(address).isLoopbackAddress() || address.getPort() != port) {
                throw new EgressRefusedException(address + " is not the sandbox");
            }
        };
    }

    /** No address. */
    static EgressRule nowhere() {
        return address -> {
            throw new EgressRefusedException(address + " can't be reached: there is no sandbox here");
        };
    }

    /**
     * Whether the host is certainly not on the public internet, without asking DNS.
     * Resolved addresses are checked at each call, since they can change.
     */
    static boolean namesNoPublicHost(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        try {
            return SpecialAddresses.reason(InetAddress.ofLiteral(host)).isPresent();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static InetAddress resolved(InetSocketAddress address) throws EgressRefusedException {
        if (address.isUnresolved()) {
            throw new EgressRefusedException(address + " has no address");
        }
        return address.getAddress();
    }
}
