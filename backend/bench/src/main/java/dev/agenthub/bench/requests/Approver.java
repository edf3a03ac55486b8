package dev.agenthub.bench.requests;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.Headers;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.SignedIn;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Ed25519Keys;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A member who lists, fetches and decides over HTTP with the desktop's HTTP client. */
final class Approver {

    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient http = new OkHttpClient.Builder().followRedirects(false).followSslRedirects(false)
            .build();
    private final JsonMapper json = new JsonMapper();
    private final byte[] seed = new byte[Ed25519Keys.SEED_LENGTH];
    private final HttpUrl backend;
    private final Enrolled enrolled;
    private String token = "";

    private interface Reading<T> {
        T read(Response answer) throws IOException;
    }

    Approver(URI backend, String invitation) throws IOException {
        this.backend = Objects.requireNonNull(HttpUrl.get(backend));
        new SecureRandom().nextBytes(seed);
        enrolled = post("/v1/enrolments",
                EnrolRequest.of(invitation, "Approver", SignatureAlgorithm.ED25519, Ed25519Keys.publicKey(seed)),
                Enrolled.class);
        SignInChallenge challenge = post("/v1/sessions/challenges",
                new ChallengeRequest(enrolled.org(), enrolled.key()), SignInChallenge.class);
        token = post("/v1/sessions", SignInRequest.of(enrolled.org(), challenge.challengeId(), enrolled.key(),
                Ed25519Keys.sign(seed, challenge.bytesToSign(enrolled.org(), null))), SignedIn.class).token();
    }

    byte[] list(String rest) throws IOException {
        return get("/v1/requests" + rest);
    }

    /** Fetches a payload, and signs an approval of it. */
    byte[] fetch(UUID request, Hash policy) throws IOException {
        return call(request("/v1/requests/" + request + "/payload"), payload -> new DecisionStatement(
                Objects.requireNonNull(payload.header(Headers.CHALLENGE)),
                Timestamps.parse(Timestamps.format(Instant.now())), Decision.APPROVE, null, enrolled.key(),
                enrolled.member(), enrolled.org(), PayloadHash.of(payload.body().bytes()), policy, "", request)
                .canonicalBytes());
    }

    Hash policy(UUID request) throws IOException {
        byte[] detail = get("/v1/requests/" + request);
        return Hash.ofHex(json.readValue(detail, RequestDetail.class).policy().digest());
    }

    /** What is sent for a statement. */
    SignedStatement signed(byte[] statement) {
        return SignedStatement.of(statement,
                Ed25519Keys.sign(seed, DecisionStatement.preAuthenticationEncoding(statement)));
    }

    RequestDetail decide(UUID request, SignedStatement signed) throws IOException {
        return post("/v1/requests/" + request + "/decisions", signed, RequestDetail.class);
    }

    /** A one-time code for another key of this member. */
    String deviceInvitation() throws IOException {
        return post("/v1/me/devices/invitations", Map.of(), Invitation.class).code();
    }

    private byte[] get(String path) throws IOException {
        return call(request(path), Approver::bytes);
    }

    /** What is answered to a GET, as JSON. */
    JsonNode read(String path) throws IOException {
        return json.readTree(get(path));
    }

    void put(String path, Object body) throws IOException {
        call(request(path).put(body(body)), Approver::bytes);
    }

    void delete(String path) throws IOException {
        call(request(path).delete(), Approver::bytes);
    }

    <T> T post(String path, Object body, Class<T> type) throws IOException {
        return json.readValue(call(request(path).post(body(body)), Approver::bytes), type);
    }

    private RequestBody body(Object value) {
        return RequestBody.create(json.writeValueAsBytes(value), JSON);
    }

    private Request.Builder request(String path) {
        Request.Builder request = new Request.Builder().url(Objects.requireNonNull(backend.resolve(path)));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private <T> T call(Request.Builder built, Reading<T> reading) throws IOException {
        Request request = built.build();
        try (Response answer = http.newCall(request).execute()) {
            if (!answer.isSuccessful()) {
                throw new IOException("The backend answered " + answer.code() + " to " + request.url().encodedPath());
            }
            return reading.read(answer);
        }
    }

    private static byte[] bytes(Response answer) throws IOException {
        return answer.body().bytes();
    }
}
