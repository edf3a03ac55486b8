package dev.agenthub.server.execution;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.agents.AttachmentForm;
import dev.agenthub.server.approvals.requests.AttachedFile;
import dev.agenthub.server.approvals.run.Claim;
import dev.agenthub.server.connectors.calls.OutboundCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads the call from a frozen payload, which contains all of it, or the digests of its attached files. */
final class FrozenCall {

    private static final String CONTENT_TYPE = "Content-Type";

    private FrozenCall() {}

    /**
     * The call that the claim's payload describes.
     *
     * @throws EvidenceException where it describes none
     * @throws IllegalArgumentException where it carries files in an unknown form
     */
    static OutboundCall of(Claim.Granted claim) {
        JsonObject http = claim.payload().object("call").object("http");
        JsonObject fields = http.object("headers");
        Map<String, String> headers = new HashMap<>();
        fields.members().keySet().forEach(name -> headers.put(name, fields.string(name)));
        ByteString body = http.get(AttachmentForm.MEMBER) == null
                ? withoutFiles(http.get("body"), claim.attachments())
                : withFiles(http, claim, headers);
        return new OutboundCall(http.string("method"), http.string("url"), headers, body);
    }

    private static @Nullable ByteString withoutFiles(@Nullable JsonValue body, List<AttachedFile> files) {
        if (!files.isEmpty()) {
            throw new EvidenceException(Codes.MEMBER_MISSING, "The call does not carry its files");
        }
        return bytes(body);
    }

    private static ByteString withFiles(JsonObject http, Claim.Granted claim, Map<String, String> headers) {
        AttachmentForm form = AttachmentForm.of(http.object(AttachmentForm.MEMBER));
        JsonValue body = http.get("body");
        ByteString bytes = bytes(body);
        List<AttachedFile> files = claim.attachments();
        form.require(files.size(), bytes != null);
        return switch (form) {
            case AttachmentForm.Multipart(String field) -> {
                var written = new FormData(claim.payloadHash().hex());
                if (bytes != null) {
                    written.field(AttachmentForm.Multipart.PAYLOAD,
                            body instanceof JsonString ? "text/plain; charset=utf-8" : "application/json", bytes);
                }
                files.forEach(file -> written.file(field, file));
                headers.put(CONTENT_TYPE, written.mediaType());
                yield written.end();
            }
            case AttachmentForm.Body() -> {
                headers.put(CONTENT_TYPE, files.getFirst().mediaType());
                yield files.getFirst().content();
            }
        };
    }

    /** The bytes of a body: a string is sent as it is, any other value as canonical JSON. */
    private static @Nullable ByteString bytes(@Nullable JsonValue value) {
        return switch (value) {
            case null -> null;
            case JsonNull _ -> null;
            case JsonString text -> ByteString.encodeUtf8(text.value());
            default -> ByteString.of(value.canonicalBytes());
        };
    }
}
