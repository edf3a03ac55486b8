package dev.agenthub.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A client of the HTTP API that shares no class with the server. */
public final class TestClient {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** With long time-outs: no test measures how long a call takes. */
    private static final OkHttpClient HTTP = new OkHttpClient.Builder().readTimeout(PATIENCE).writeTimeout(PATIENCE)
            .connectTimeout(PATIENCE).build();
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final MediaType JSON = MediaType.get("application/json");

    private final URI backend;
    private final @Nullable String token;

    public TestClient(URI backend, @Nullable String token) {
        this.backend = backend;
        this.token = token;
    }

    /** An answer, read completely. */
    public record Answer(int status, String type, @Nullable String challenge, String body) {

        public <T> T as(Class<T> type) {
            assertThat(status).as(body).isBetween(200, 299);
            return MAPPER.readValue(body, type);
        }

        /** The problem document's code; fails where the answer is none. */
        public String code() {
            assertThat(type).as(body).isEqualTo(Problem.MEDIA_TYPE);
            Problem problem = MAPPER.readValue(body, Problem.class);
            assertThat(problem.status()).isEqualTo(status);
            return problem.code();
        }

        public byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The same caller at another backend. */
    public TestClient at(URI other) {
        return new TestClient(other, token);
    }

    public Answer get(String path) {
        return call(request(path).get());
    }

    public Answer delete(String path) {
        return call(request(path).delete());
    }

    public Answer post(String path, Object body) {
        return postRaw(path, MAPPER.writeValueAsString(body));
    }

    /** As {@link #post}, with a body that need not be JSON. */
    public Answer postRaw(String path, String body) {
        return call(request(path).post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), JSON)));
    }

    public Answer put(String path, Object body) {
        return putRaw(path, MAPPER.writeValueAsString(body));
    }

    /** As {@link #put}, with a body that need not be JSON. */
    public Answer putRaw(String path, String body) {
        return call(request(path).put(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), JSON)));
    }

    /** As {@link #post}, with this {@code Idempotency-Key} header. */
    public Answer postOnce(String key, String path, Object body) {
        return call(request(path).header("Idempotency-Key", key)
                .post(RequestBody.create(MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8), JSON)));
    }

    /** As {@link #post}, for an answer too large to be read completely; the caller closes it. */
    public Response stream(String path, Object body) throws IOException {
        return HTTP.newCall(request(path)
                .post(RequestBody.create(MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8), JSON))
                .build())
                .execute();
    }

    /** The client below, for calls that this class does not offer. */
    public OkHttpClient http() {
        return HTTP;
    }

    /** A request to this path with the caller's token, to be completed. */
    public Request.Builder request(String path) {
        Request.Builder request = new Request.Builder().url(HttpUrl.get(backend.resolve(path).toString()));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer call(Request.Builder builder) {
        Request request = builder.build();
        try (Response response = HTTP.newCall(request).execute()) {
            String type = response.header("Content-Type", "");
            String body = response.body().string();
            if (type.equals(Problem.MEDIA_TYPE)) {
                DeclaredCodes.require(HTTP, backend, request, body);
            } else if (response.isSuccessful() && request.method().equals("GET")) {
                DeclaredShapes.require(() -> DeclaredCodes.description(HTTP, backend), request.url().encodedPath(),
                        body);
            }
            return new Answer(response.code(), type, response.header("AgentHub-Challenge"), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
