package dev.agenthub.server.http;

import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Where a connection comes from. What a proxy says about others than itself is not asked: anybody could say so.
 *
 * @param network whom it is counted with: itself, and for IPv6 the /64 around it, of which each subscriber has one at least
 */
public record SourceAddress(InetAddress address, String network) {

    private static final int SUBSCRIBER_BYTES = 8;

    static SourceAddress of(Context context) {
        return of(InetAddress.ofLiteral(context.req().getRemoteAddr().replaceAll("[\\[\\]]|%.*", "")));
    }

    static SourceAddress of(InetAddress address) {
        return new SourceAddress(address, address instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(address.getAddress(), SUBSCRIBER_BYTES))
                : address.getHostAddress());
    }

    /** Whether it is a program on this machine, which speaks for nobody else: a proxy says for whom it does. */
    public static boolean isThisMachine(Context context) {
        return of(context).address().isLoopbackAddress() && context.header("Forwarded") == null
                && context.header("X-Forwarded-For") == null;
    }
}
