package dev.agenthub.server.connectors.egress;

import java.util.Locale;
import java.util.Set;

/** Which headers of a call only the connector and the HTTP client set. */
public final class CallHeaders {
    private static final Set<String> RESERVED = Set.of("accept-encoding", "authorization", "connection",
            "content-length", "cookie", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding",
            "upgrade");

    private CallHeaders() {}

    /** Whether an action may not set the header of this name, in any case. */
    public static boolean isReserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RESERVED.contains(lower) || lower.startsWith("proxy-");
    }
}
