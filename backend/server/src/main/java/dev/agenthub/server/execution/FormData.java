package dev.agenthub.server.execution;

import dev.agenthub.server.approvals.requests.AttachedFile;
import dev.agenthub.server.common.PercentEncoding;
import okio.Buffer;
import okio.ByteString;

/** Writes a multipart/form-data body (RFC 7578), byte for byte as SPEC.md §2 defines. */
final class FormData {

    private final String boundary;
    private final Buffer out = new Buffer();

    /**
     * Begins a form.
     *
     * @param boundary derived from a hash over the parts' digests, so that no part contains it
     */
    FormData(String boundary) {
        this.boundary = boundary;
    }

    String mediaType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    void field(String name, String mediaType, ByteString content) {
        part("name=\"" + name + "\"", mediaType, content);
    }

    void file(String name, AttachedFile file) {
        part("name=\"" + name + "\"; filename=\"" + escaped(file.name()) + "\"", file.mediaType(), file.content());
    }

    /** Escapes a name for a quoted string (RFC 7578, section 2). */
    private static String escaped(String name) {
        return PercentEncoding.encode(name, c -> c >= ' ' && c < 0x7F && "\"\\%".indexOf(c) < 0);
    }

    private void part(String disposition, String mediaType, ByteString content) {
        out.writeUtf8("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: "
                + mediaType + "\r\n\r\n").write(content).writeUtf8("\r\n");
    }

    /** The whole body; no part can be added afterwards. */
    ByteString end() {
        return out.writeUtf8("--" + boundary + "--\r\n").readByteString();
    }
}
