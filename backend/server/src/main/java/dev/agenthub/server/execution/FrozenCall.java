package dev.agenthub.server.execution;

import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.connectors.OutboundCall;
import java.util.HashMap;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads the call out of a payload: all of it stands there, and nothing is taken from anywhere else. */
final class FrozenCall {

    private FrozenCall() {}

    /**
     * The call that this payload describes.
     *
     * @throws dev.agenthub.evidence.EvidenceException where it describes none
     */
    static OutboundCall of(JsonObject payload) {
        JsonObject http = payload.object("call").object("http");
        JsonObject fields = http.object("headers");
        Map<String, String> headers = new HashMap<>();
        fields.members().keySet().forEach(name -> headers.put(name, fields.string(name)));
        return new OutboundCall(http.string("method"), http.string("url"), headers, body(http.get("body")));
    }

    /** A text is sent as it is, any other value as its canonical JSON. */
    private static @Nullable ByteString body(@Nullable JsonValue value) {
        return switch (value) {
            case null -> null;
            case JsonNull _ -> null;
            case JsonString text -> ByteString.encodeUtf8(text.value());
            default -> ByteString.of(value.canonicalBytes());
        };
    }
}
