package dev.agenthub.server.approvals.requests;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.List;
import okio.ByteString;

/**
 * A file that goes out with an action.
 *
 * @param sha256 of the content
 */
public record AttachedFile(String name, String mediaType, ByteString content, ByteString sha256) {

    /** With the digest of its bytes, computed now. */
    public static AttachedFile of(String name, String mediaType, byte[] content) {
        ByteString bytes = ByteString.of(content);
        return new AttachedFile(name, mediaType, bytes, bytes.sha256());
    }

    /** What a payload says of the files. */
    public static JsonArray described(List<AttachedFile> files) {
        return new JsonArray(files.stream().<JsonValue>map(AttachedFile::described).toList());
    }

    private JsonObject described() {
        return JsonObject.builder().put("mediaType", mediaType).put("name", name).put("sha256", sha256.hex())
                .put("size", content.size()).build();
    }
}
