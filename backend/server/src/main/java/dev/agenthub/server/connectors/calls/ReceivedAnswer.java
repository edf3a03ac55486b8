package dev.agenthub.server.connectors.calls;

import dev.agenthub.db.secret.SecretBytes;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.zip.Inflater;
import okhttp3.Headers;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
import okio.GzipSource;
import okio.InflaterSource;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * The received part of a provider's answer.
 *
 * @param received the bytes as they were sent
 * @param content the decompressed bytes; null where the compression, which was not requested, is unknown
 * @param complete whether that is the whole answer
 * @param length the least length of the content, in bytes
 */
record ReceivedAnswer(Headers headers, ByteString received, @Nullable ByteString content, boolean complete,
        long length) {
    private static final ByteString GZIP = ByteString.decodeHex("1f8b");

    /** Reads at most so many bytes of an answer. */
    static ReceivedAnswer read(Response response, int most) throws IOException {
        Part sent = read(response.body().source(), most);
        String encoding = response.headers().values("Content-Encoding").stream().reduce((a, b) -> a + "," + b)
                .orElse("identity").strip().toLowerCase(Locale.ROOT);
        if (sent.bytes().size() == 0 || encoding.isEmpty() || encoding.equals("identity")) {
            return new ReceivedAnswer(response.headers(), sent.bytes(), sent.bytes(), sent.complete(),
                    Math.max(sent.length(), response.body().contentLength()));
        }
        Part content = decoded(encoding, sent.bytes(), most);
        return content == null
                ? new ReceivedAnswer(response.headers(), sent.bytes(), null, sent.complete(), 0)
                : new ReceivedAnswer(response.headers(), sent.bytes(), content.bytes(),
                        sent.complete() && content.complete(), content.length());
    }

    /** Whether the answer contains one of the secrets, or cannot be searched. */
    boolean tells(Collection<SecretBytes> secrets, int most) {
        if (content == null) {
            return true;
        }
        var echo = new CredentialEcho(secrets);
        Buffer lines = new Buffer();
        headers.forEach(header -> lines.writeUtf8(header.getFirst()).writeByte('\n').writeUtf8(header.getSecond())
                .writeByte('\n'));
        Part file = content.startsWith(GZIP) ? decoded("gzip", content, most) : null;
        return echo.isIn(lines.readByteString()) || echo.isIn(content) || (file != null && echo.isIn(file.bytes()));
    }

    private record Part(ByteString bytes, boolean complete, long length) {}

    private static @Nullable Part decoded(String encoding, ByteString sent, int most) {
        Buffer compressed = new Buffer().write(sent);
        Source source = switch (encoding) {
            case "gzip", "x-gzip" -> new GzipSource(compressed);
            case "deflate" -> new InflaterSource(compressed, new Inflater());
            default -> null;
        };
        if (source == null) {
            return null;
        }
        try (source) {
            return read(source, most);
        } catch (IOException _) {
            return null;
        }
    }

    private static Part read(Source source, int most) throws IOException {
        Buffer received = new Buffer();
        long last = 0;
        while (last >= 0 && received.size() <= most) {
            last = source.read(received, most + 1L - received.size());
        }
        long length = received.size();
        return new Part(received.readByteString(Math.min(length, most)), length <= most, length);
    }
}
