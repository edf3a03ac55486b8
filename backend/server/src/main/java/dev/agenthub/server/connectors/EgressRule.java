package dev.agenthub.server.connectors;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Decides about the one address that a socket is about to connect to, after every name was resolved. */
interface EgressRule {

    /** Returns where the address may be reached and throws where it may not. */
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

    /** The sandbox of the sample organization: one port of this machine's loopback, and nothing else. */
    static EgressRule sandbox(int port) {
        return address -> {
            if (!resolved(address).isLoopbackAddress() || address.getPort() != port) {
                throw new EgressRefusedException(address + " is not the sandbox");
            }
        };
    }

    /** Nowhere. */
    static EgressRule nowhere() {
        return address -> {
            throw new EgressRefusedException(address + " can't be reached: there is no sandbox here");
        };
    }

    /**
     * Whether no name service needs to be asked to know that the host is not on the public
     * internet. What a name stands for is examined at each call, since it can change.
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
