package dev.agenthub.server.audit.timestamps;

import dev.agenthub.evidence.timestamp.TimestampToken;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Sends queries to a timestamping authority over HTTP (RFC 3161 §3.4); follows no
 * redirects, uses no proxy or cookies, and bounds the answer's size.
 */
final class TimestampClient {
    private static final MediaType QUERY = MediaType.get("application/timestamp-query");
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(20);

    private final URI url;
    private final OkHttpClient http = new OkHttpClient.Builder().proxy(Proxy.NO_PROXY).followRedirects(false)
            .followSslRedirects(false).retryOnConnectionFailure(false).connectTimeout(CONNECT).callTimeout(CALL)
            .build();

    TimestampClient(URI url) {
        this.url = url;
    }

    /** Returns the authority's answer unchecked. */
    byte[] ask(byte[] query) throws IOException {
        Request request = new Request.Builder().url(url.toString()).header("Accept", "application/timestamp-reply")
                .post(RequestBody.create(query, QUERY)).build();
        try (Response response = http.newCall(request).execute()) {
            if (response.code() != 200) {
                throw new IOException("It answered with status " + response.code());
            }
            return read(response.body().source());
        }
    }

    private static byte[] read(BufferedSource source) throws IOException {
        Buffer received = new Buffer();
        long last = 0;
        while (last >= 0 && received.size() <= TimestampToken.MAX_LENGTH) {
            last = source.read(received, TimestampToken.MAX_LENGTH + 1 - received.size());
        }
        if (received.size() > TimestampToken.MAX_LENGTH) {
            throw new IOException("It answered with more than " + TimestampToken.MAX_LENGTH + " bytes");
        }
        return received.readByteArray();
    }
}
