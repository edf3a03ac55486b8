package dev.agenthub.server.sandbox;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.MultipartReader;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Parses a received multipart/form-data body (RFC 7578) for the journal, which gets the files' names and digests, not their bytes. */
final class ReceivedForm {
    static final String MEDIA_TYPE = "multipart/form-data";

    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");

    private ReceivedForm() {}

    /**
     * The form's content.
     *
     * @param type the Content-Type header, which has the boundary
     * @throws ProtocolException where the body is malformed
     */
    static JsonObject read(String type, byte[] body) throws ProtocolException {
        MediaType media = MediaType.parse(type);
        String boundary = media == null ? null : media.parameter("boundary");
        if (boundary == null) {
            throw new ProtocolException("The form names no boundary");
        }
        JsonObject.Builder form = JsonObject.builder();
        List<JsonValue> files = new ArrayList<>();
        try (MultipartReader parts = new MultipartReader(new Buffer().write(body), boundary)) {
            for (MultipartReader.Part part = parts.nextPart(); part != null; part = parts.nextPart()) {
                byte[] content = part.body().readByteArray();
                String name = fileName(part);
                if (name == null) {
                    form.put("payload", JsonValue.parse(content));
                } else {
                    files.add(JsonObject.builder()
                            .put("mediaType", Objects.requireNonNullElse(part.headers().get("Content-Type"), ""))
                            .put("name", name)
                            .put("sha256", Hash.sha256(content).hex())
                            .put("size", content.length)
                            .build());
                }
            }
        } catch (IOException e) {
            throw (ProtocolException) new ProtocolException("The form is malformed").initCause(e);
        }
        return form.put("files", new JsonArray(files)).build();
    }

    private static @Nullable String fileName(MultipartReader.Part part) {
        Matcher file = FILE.matcher(Objects.requireNonNullElse(part.headers().get("Content-Disposition"), ""));
        return file.find() ? file.group(1) : null;
    }
}
