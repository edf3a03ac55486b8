package dev.agenthub.server.http;

import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A connection's source address. Headers by which proxies name other addresses are ignored, since anybody can send them.
 *
 * @param network what limits count by: the address; for IPv6 its /64, which is the least that a subscriber has
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

    /** Whether the request comes from a program on this machine that is no proxy: a proxy adds headers about its clients. */
    public static boolean isThisMachine(Context context) {
        return of(context).address().isLoopbackAddress() && context.header("Forwarded") == null
                && context.header("X-Forwarded-For") == null;
    }
}
