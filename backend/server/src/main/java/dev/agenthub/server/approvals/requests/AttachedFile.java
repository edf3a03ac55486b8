package dev.agenthub.server.approvals.requests;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.List;
import okio.ByteString;

/**
 * A file that is sent with an action.
 *
 * @param sha256 of the content
 */
public record AttachedFile(String name, String mediaType, ByteString content, ByteString sha256) {

    /** Computes the content's SHA-256. */
    public static AttachedFile of(String name, String mediaType, byte[] content) {
        ByteString bytes = ByteString.of(content);
        return new AttachedFile(name, mediaType, bytes, bytes.sha256());
    }

    /** The files as a payload describes them: name, media type, size and digest. */
    public static JsonArray described(List<AttachedFile> files) {
        return new JsonArray(files.stream().<JsonValue>map(AttachedFile::described).toList());
    }

    private JsonObject described() {
        return JsonObject.builder().put("mediaType", mediaType).put("name", name).put("sha256", sha256.hex())
                .put("size", content.size()).build();
    }
}
