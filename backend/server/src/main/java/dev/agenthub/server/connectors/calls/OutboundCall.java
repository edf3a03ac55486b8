package dev.agenthub.server.connectors.calls;

import dev.agenthub.server.connectors.egress.AllowedAddresses;
import dev.agenthub.server.connectors.egress.CallHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP call exactly as it was approved; only the credential is added.
 *
 * @param url as in the payload
 * @param headers as in the payload, in no particular order
 * @param body the bytes to send; null for a call without a body
 */
public record OutboundCall(String method, String url, Map<String, String> headers, @Nullable ByteString body) {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    public OutboundCall {
        headers = Map.copyOf(headers);
    }

    /**
     * The address to call, which is one of those allowed.
     *
     * <p>The address must be in the form in which it is sent: one that a client would rewrite
     * (dot segments, default ports, unescaped characters) is not the one that people saw.
     *
     * @throws CallRefusedException where it is not allowed
     */
    HttpUrl addressIn(AllowedAddresses allowed) throws CallRefusedException {
        if (!METHODS.contains(method)) {
            throw new CallRefusedException("CALL_METHOD_REFUSED", "The method " + method + " is not one to call with");
        }
        if (body != null && method.equals("GET")) {
            throw new CallRefusedException("CALL_METHOD_REFUSED", "A GET has no body");
        }
        for (String name : headers.keySet()) {
            if (CallHeaders.isReserved(name)) {
                throw new CallRefusedException("CALL_HEADER_REFUSED",
                        "The header " + name.toLowerCase(Locale.ROOT) + " is not the action's to set");
            }
        }
        HttpUrl address = AllowedAddresses.asSent(url).orElseThrow(() -> new CallRefusedException(
                "CALL_URL_NOT_CANONICAL", "The address is not written as it would be sent"));
        if (!allowed.contain(address)) {
            throw new CallRefusedException("CALL_URL_OUTSIDE_CONNECTOR", "The address is not one of the connector's");
        }
        return address;
    }
}
