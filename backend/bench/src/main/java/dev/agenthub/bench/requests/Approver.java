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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A member who lists, fetches and decides over HTTP as a desktop does. */
final class Approver {

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final byte[] seed = new byte[Ed25519Keys.SEED_LENGTH];
    private final URI backend;
    private final Enrolled enrolled;
    private String token = "";

    Approver(URI backend, String invitation) throws IOException, InterruptedException {
        this.backend = backend;
        new SecureRandom().nextBytes(seed);
        enrolled = post("/v1/enrolments",
                EnrolRequest.of(invitation, "Approver", SignatureAlgorithm.ED25519, Ed25519Keys.publicKey(seed)),
                Enrolled.class);
        SignInChallenge challenge = post("/v1/sessions/challenges",
                new ChallengeRequest(enrolled.org(), enrolled.key()), SignInChallenge.class);
        token = post("/v1/sessions", SignInRequest.of(enrolled.org(), challenge.challengeId(), enrolled.key(),
                Ed25519Keys.sign(seed, challenge.bytesToSign(enrolled.org(), null))), SignedIn.class).token();
    }

    byte[] list(String rest) throws IOException, InterruptedException {
        return get("/v1/requests" + rest).body();
    }

    /** Fetches a payload, and signs an approval of it. */
    byte[] fetch(UUID request, Hash policy) throws IOException, InterruptedException {
        HttpResponse<byte[]> payload = get("/v1/requests/" + request + "/payload");
        return new DecisionStatement(payload.headers().firstValue(Headers.CHALLENGE).orElseThrow(),
                Timestamps.parse(Timestamps.format(Instant.now())), Decision.APPROVE, null, enrolled.key(),
                enrolled.member(), enrolled.org(), PayloadHash.of(payload.body()), policy, "", request)
                .canonicalBytes();
    }

    Hash policy(UUID request) throws IOException, InterruptedException {
        byte[] detail = get("/v1/requests/" + request).body();
        return Hash.ofHex(json.readValue(detail, RequestDetail.class).policy().digest());
    }

    /** What is sent for a statement. */
    SignedStatement signed(byte[] statement) {
        return SignedStatement.of(statement,
                Ed25519Keys.sign(seed, DecisionStatement.preAuthenticationEncoding(statement)));
    }

    RequestDetail decide(UUID request, SignedStatement signed) throws IOException, InterruptedException {
        return post("/v1/requests/" + request + "/decisions", signed, RequestDetail.class);
    }

    /** A one-time code for another key of this member. */
    String deviceInvitation() throws IOException, InterruptedException {
        return post("/v1/me/devices/invitations", Map.of(), Invitation.class).code();
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(backend.resolve(path)).GET());
    }

    /** What is answered to a GET, as JSON. */
    JsonNode read(String path) throws IOException, InterruptedException {
        return json.readTree(get(path).body());
    }

    void put(String path, Object body) throws IOException, InterruptedException {
        call(HttpRequest.newBuilder(backend.resolve(path)).header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
    }

    void delete(String path) throws IOException, InterruptedException {
        call(HttpRequest.newBuilder(backend.resolve(path)).DELETE());
    }

    <T> T post(String path, Object body, Class<T> type) throws IOException, InterruptedException {
        return json.readValue(call(HttpRequest.newBuilder(backend.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))).body(), type);
    }

    private HttpResponse<byte[]> call(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest built = (token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).build();
        HttpResponse<byte[]> answer = http.send(built, BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("The backend answered " + answer.statusCode() + " to " + built.uri().getPath());
        }
        return answer;
    }
}
