package dev.agenthub.server.approvals.submit;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAttachment;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.approvals.requests.AttachedFile;
import dev.agenthub.server.common.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the attached files in a submission's body; errors name the place in the body. */
final class AttachmentReader {

    /** The most bytes of all files together; in base64 that leaves a third of the largest body for the arguments. */
    static final int MOST_BYTES = 8 << 20;

    private static final Set<String> MEMBERS = Set.of("name", "mediaType", "content");

    private final List<AttachedFile> files = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private long bytes;

    private AttachmentReader() {}

    /**
     * Reads the files.
     *
     * @param value the member of the body; null where there is none
     * @throws RefusedException ATTACHMENT_MALFORMED; TOO_LARGE where the files have more than {@value #MOST_BYTES} bytes together
     */
    static List<AttachedFile> read(@Nullable JsonValue value) {
        if (value == null || value instanceof JsonNull) {
            return List.of();
        }
        if (!(value instanceof JsonArray(List<JsonValue> items)) || items.size() > SubmitRequest.MOST_ATTACHMENTS) {
            throw malformed("/attachments",
                    "a list of at most " + SubmitRequest.MOST_ATTACHMENTS + " attachments is expected", null);
        }
        AttachmentReader reader = new AttachmentReader();
        items.forEach(reader::add);
        return List.copyOf(reader.files);
    }

    private void add(JsonValue item) {
        String place = "/attachments/" + files.size();
        if (!(item instanceof JsonObject file) || !file.members().keySet().equals(MEMBERS)) {
            throw malformed(place, "an attachment has the members " + MEMBERS.stream().sorted().toList(), null);
        }
        try {
            NewAttachment checked = new NewAttachment(file.string("name"), file.string("mediaType"),
                    file.string("content"));
            byte[] content = checked.bytes();
            bytes += content.length;
            if (bytes > MOST_BYTES) {
                throw new RefusedException(ErrorCode.TOO_LARGE, place
                        + ": the attachments of a submission have at most " + MOST_BYTES + " bytes together.");
            }
            if (!names.add(checked.name())) {
                throw malformed(place, "another attachment has this name", null);
            }
            files.add(AttachedFile.of(checked.name(), checked.mediaType(), content));
        } catch (EvidenceException | IllegalArgumentException e) {
            throw malformed(place, String.valueOf(e.getMessage()), e);
        }
    }

    private static RefusedException malformed(String place, String what, @Nullable Exception cause) {
        return new RefusedException(ErrorCode.ATTACHMENT_MALFORMED,
                place + ": " + what + (what.endsWith(".") ? "" : "."), cause);
    }
}
