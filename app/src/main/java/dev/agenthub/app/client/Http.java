package dev.agenthub.app.client;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Problem;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.app.platform.RemoteAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends HTTP requests to one backend, with a bearer token where there is one. Every answer
 * whose status is not 2xx becomes a {@link BackendException}. Thread-safe.
 */
final class Http {
    private static final int ACCEPTED = 202;
    private static final String AUTHORIZATION = "Authorization";

    /** Largest JSON answer in bytes, so that a hostile backend can't fill the memory. */
    static final long LARGEST_ANSWER = 64L << 20;

    private static final MediaType JSON = MediaType.get("application/json");
    private static final JsonMapper JSON_MAPPER = JsonMapper.builder().build();

    private static final int LARGEST_PROBLEM = 1 << 20;

    private final OkHttpClient client;
    private final HttpUrl base;
    private volatile @Nullable String token;
    private final AtomicReference<@Nullable String> certificate;
    private final ServerClock clock;
    /** Called when the backend refuses the token because its session has ended. */
    private volatile Consumer<BackendException> whenEnded = _ -> {};

    private Http(OkHttpClient client, AtomicReference<@Nullable String> certificate, ServerClock clock, HttpUrl base,
            @Nullable String token) {
        this.client = client;
        this.certificate = certificate;
        this.clock = clock;
        this.base = base;
        this.token = token;
    }

    /**
     * Makes the client.
     *
     * @param secured called after each TLS handshake whose certificate was accepted
     */
    static Http to(URI backend, @Nullable String fingerprint, Runnable secured) {
        HttpUrl url = HttpUrl.get(backend);
        if (url == null) {
            throw new IllegalArgumentException("Not an http address: " + backend);
        }
        AtomicReference<@Nullable String> shown = new AtomicReference<>();
        ServerClock clock = new ServerClock();
        OkHttpClient.Builder client = new OkHttpClient.Builder().connectTimeout(Duration.ofSeconds(5))
                .readTimeout(Duration.ofSeconds(30)).followRedirects(false).followSslRedirects(false)
                .eventListener(new EventListener() {
                    @Override
                    public void responseHeadersEnd(Call call, Response response) {
                        clock.heard(response);
                    }

                    @Override
                    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
                        // Not for a pinned certificate: the handshake record omits it, since it leads to no authority.
                        shown.set(fingerprint == null && handshake != null
                                ? ShownCertificate.fingerprint(handshake.peerCertificates().getFirst())
                                : fingerprint);
                        secured.run();
                    }
                });
        if (fingerprint != null) {
            client = PinnedCertificate.require(fingerprint, client);
        }
        return new Http(client.build(), shown, clock, url, null);
    }

    Http withToken(String bearer) {
        return new Http(client, certificate, clock, base, bearer);
    }

    /** From now on requests carry the other's token. Returns a client that keeps the previous token. */
    Http goOnWithTokenOf(Http other) {
        Http before = new Http(client, certificate, clock, base, token);
        token = other.token;
        return before;
    }

    /** Sets what is called, on any thread, at each answer saying that the token's session has ended. */
    void onEnded(Consumer<BackendException> ended) {
        whenEnded = ended;
    }

    /** SHA-256 of the certificate that the backend presented last, 64 hex digits; null without TLS or before the first call. */
    @Nullable
    String certificate() {
        return certificate.get();
    }

    ServerClock clock() {
        return clock;
    }

    Request.Builder request(String path) {
        HttpUrl url = base.resolve(path);
        if (url == null) {
            throw new IllegalArgumentException(path);
        }
        Request.Builder request = new Request.Builder().url(url);
        String bearer = token;
        return bearer == null ? request : request.header(AUTHORIZATION, "Bearer " + bearer);
    }

    <T> T get(String path, TypeReference<T> type) {
        return call(request(path), response -> read(response, type));
    }

    <T> T post(String path, Object body, TypeReference<T> type) {
        return call(posting(path, body), response -> read(response, type));
    }

    /** Posts bytes that are already JSON. */
    <T> T post(String path, byte[] json, TypeReference<T> type) {
        return call(request(path).post(once(json)), response -> read(response, type));
    }

    <T> T put(String path, Object body, TypeReference<T> type) {
        return call(putting(path, body), response -> read(response, type));
    }

    /** Sends a change of the rules, which may have to wait for approval. */
    <T> ChangeOutcome<T> change(Request.Builder request, TypeReference<T> type) {
        return call(request, response -> response.code() == ACCEPTED
                ? new ChangeOutcome.Proposed<>(read(response, new TypeReference<ProposedChange>() {}))
                : new ChangeOutcome.Done<>(read(response, type)));
    }

    Request.Builder posting(String path, Object body) {
        return request(path).post(once(JSON_MAPPER.writeValueAsBytes(body)));
    }

    /**
     * JSON that is sent once. OkHttp would send it again where a connection ends without an answer: that might do the same twice,
     * and the answer to the second attempt would hide that the first may have been carried out.
     */
    static RequestBody once(byte[] json) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public long contentLength() {
                return json.length;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(json);
            }
        };
    }

    Request.Builder putting(String path, Object body) {
        return request(path).put(RequestBody.create(JSON_MAPPER.writeValueAsBytes(body), JSON));
    }

    /** Reads an answer whose status is 2xx. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Response response) throws IOException;
    }

    <T> T call(Request.Builder request, Reading<T> reading) {
        Request sent = request.build();
        try {
            return call(client.newCall(sent), reading);
        } catch (BackendException e) {
            noteEnd(sent, e);
            throw e;
        }
    }

    /** Reports the end of the session where the current token was refused; the refusal of an earlier token says nothing about it. */
    private boolean noteEnd(Request sent, BackendException refused) {
        boolean ended = token != null && ("Bearer " + token).equals(sent.header(AUTHORIZATION))
                && refused.code().equals(ErrorCode.UNAUTHENTICATED.name());
        if (ended) {
            whenEnded.accept(refused);
        }
        return ended;
    }

    /** Whether this answer says that the token's session has ended. */
    boolean saysEnded(Response unsuccessful) {
        try {
            return noteEnd(unsuccessful.request(), refusal(unsuccessful));
        } catch (IOException | BackendException e) {
            return false;
        }
    }

    /** Whether this answer carries that error code. Its body can still be read afterwards. */
    static boolean says(Response unsuccessful, ErrorCode code) {
        try {
            Response copy = unsuccessful.newBuilder().body(unsuccessful.peekBody(LARGEST_PROBLEM)).build();
            return refusal(copy).code().equals(code.name());
        } catch (IOException | BackendException e) {
            return false;
        }
    }

    /** Prepares a call with its own time-out until the answer begins, for {@link #call(Call, Reading)}. */
    Call patient(Request.Builder request, Duration patience) {
        return client.newBuilder().readTimeout(patience).build().newCall(request.build());
    }

    static <T> T call(Call call, Reading<T> reading) {
        try (Response response = call.execute()) {
            if (!response.isSuccessful()) {
                throw refusal(response);
            }
            return reading.read(response);
        } catch (SSLHandshakeException | SSLPeerUnverifiedException e) {
            throw untrusted(call.request().url(), e);
        } catch (IOException e) {
            throw new BackendException(BackendException.UNREACHABLE, "The backend can’t be reached.", 0, e);
        }
    }

    private static BackendException untrusted(HttpUrl url, SSLException e) {
        PinnedCertificate.OtherCertificateException other = PinnedCertificate.other(e);
        if (other != null) {
            return new BackendException(RemoteAddress.CERTIFICATE_CHANGED,
                    RemoteAddress.otherCertificate(url.resolve("/").uri(), "the certificate " + other.pinned(),
                            "it shows " + other.shown()),
                    0, e);
        }
        return new BackendException(BackendException.NOT_TRUSTED,
                "The backend shows a certificate that nobody has vouched for.", 0, e);
    }

    /** Reads the body; fails where it has more than {@code largest} bytes. */
    static byte[] bytes(Response response, long largest) throws IOException {
        byte[] bytes = response.peekBody(largest + 1).bytes();
        if (bytes.length > largest) {
            throw new BackendException(BackendException.ANSWER_INVALID,
                    "The backend’s answer is too large to be meant.",
                    response.code(), null);
        }
        return bytes;
    }

    static <T> T parse(byte[] bytes, TypeReference<T> type, int status) {
        try {
            return JSON_MAPPER.readValue(bytes, type);
        } catch (JacksonException e) {
            throw new BackendException(BackendException.ANSWER_INVALID,
                    "The backend answered something that AgentHub does not understand.", status, e);
        }
    }

    /** Cancels every call under way. */
    void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    OkHttpClient client() {
        return client;
    }

    private <T> T read(Response response, TypeReference<T> type) throws IOException {
        return parse(bytes(response, LARGEST_ANSWER), type, response.code());
    }

    private static BackendException refusal(Response response) throws IOException {
        String media = response.header("Content-Type", "");
        if (media != null && media.startsWith(Problem.MEDIA_TYPE)) {
            Problem problem = parse(bytes(response, LARGEST_PROBLEM), new TypeReference<>() {}, response.code());
            String detail = problem.detail();
            return new BackendException(problem.code(), detail == null ? problem.title() + "." : detail,
                    response.code(), null);
        }
        return new BackendException(BackendException.ANSWER_INVALID,
                "The backend answered with status " + response.code() + " and no reason.", response.code(), null);
    }
}
