package dev.agenthub.server;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignedIn;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A member with a device key, who enrols, signs in, fetches payloads and decides as a desktop does. */
public final class TestMember {

    private final TestKey device;
    private final URI backend;
    private final Enrolled enrolled;
    private final TestClient client;

    private final Clock clock;

    private TestMember(URI backend, Clock clock, TestKey device, Enrolled enrolled, boolean signedIn) {
        this.backend = backend;
        this.clock = clock;
        this.device = device;
        this.enrolled = enrolled;
        this.client = new TestClient(backend, signedIn ? signIn().token() : null);
    }

    private static TestClient.Answer enrolment(URI backend, String invitation, String name, TestKey device) {
        return new TestClient(backend, null)
                .post("/v1/enrolments", EnrolRequest.of(invitation, name, device.alg(), device.publicKey()));
    }

    /**
     * Tries to enrol, without signing in.
     *
     * @param call makes the given call
     */
    public static Optional<TestMember> tryEnrol(URI backend, String invitation, String name, Clock clock,
            UnaryOperator<Supplier<TestClient.Answer>> call) {
        TestKey device = TestKey.ed25519();
        TestClient.Answer answer = call.apply(() -> enrolment(backend, invitation, name, device)).get();
        return answer.status() >= 300
                ? Optional.empty()
                : Optional.of(new TestMember(backend, clock, device, answer.as(Enrolled.class), false));
    }

    /** Enrols a new member by an invitation, with a new key, and signs them in. */
    public static TestMember enrol(URI backend, String invitation, String name) {
        return enrol(backend, invitation, name, TestBackend.get().clock());
    }

    /** As above, for a backend with another clock. */
    public static TestMember enrol(URI backend, String invitation, String name, Clock clock) {
        return enrol(backend, invitation, name, TestKey.ed25519(), clock);
    }

    /** As above, with this key. */
    public static TestMember enrol(URI backend, String invitation, String name, TestKey device, Clock clock) {
        return new TestMember(backend, clock, device,
                enrolment(backend, invitation, name, device).as(Enrolled.class), true);
    }

    /** Opens a further session. */
    public SignedIn signIn() {
        return signIn(backend);
    }

    /** The same member in a new session. */
    public TestMember inANewSession() {
        return new TestMember(backend, clock, device, enrolled, true);
    }

    /** A new session at a backend that may have moved since. */
    public TestClient signedInAt(URI address) {
        return new TestClient(address, signIn(address).token());
    }

    private SignedIn signIn(URI address) {
        return trySignIn(address).as(SignedIn.class);
    }

    /** Tries to open a session. */
    public TestClient.Answer trySignIn(URI address) {
        TestClient anonymous = new TestClient(address, null);
        SignInChallenge challenge = anonymous
                .post("/v1/sessions/challenges", new ChallengeRequest(enrolled.org(), enrolled.key()))
                .as(SignInChallenge.class);
        return anonymous.post("/v1/sessions", SignInRequest.of(enrolled.org(), challenge.challengeId(), enrolled.key(),
                sign(challenge.bytesToSign(enrolled.org(), null))));
    }

    /** The signature of the member's key. */
    public byte[] sign(byte[] message) {
        return device.sign(message);
    }

    public UUID org() {
        return enrolled.org();
    }

    public UUID id() {
        return enrolled.member();
    }

    /** The id of the member's key. */
    public String key() {
        return enrolled.key();
    }

    /** A client in the member's session. */
    public TestClient client() {
        return client;
    }

    /** Fetches a payload with the challenge that a decision needs. */
    public TestClient.Answer fetch(UUID request) {
        return client.get("/v1/requests/" + request + "/payload");
    }

    /** A request as the member sees it. */
    public RequestDetail detail(UUID request) {
        return client.get("/v1/requests/" + request).as(RequestDetail.class);
    }

    /** Fetches the payload, and signs and sends an approval of it. */
    public TestClient.Answer approve(UUID request) {
        return decide(request, statement(request, Decision.APPROVE));
    }

    /** As {@link #approve}, through another session, which may be at another backend. */
    public TestClient.Answer approveAt(TestClient there, UUID request) {
        String path = "/v1/requests/" + request;
        TestClient.Answer fetched = there.get(path + "/payload");
        RequestDetail detail = there.get(path).as(RequestDetail.class);
        DecisionStatement statement = statement(request, detail, Decision.APPROVE,
                Objects.requireNonNull(fetched.challenge()), hash(fetched.bytes()));
        return there.post(path + "/decisions", SignedStatement.of(statement.canonicalBytes(),
                sign(DecisionStatement.preAuthenticationEncoding(statement.canonicalBytes()))));
    }

    /** The hash that is signed of a payload, which itself says whether it is an action or a change. */
    public static Hash hash(byte[] payload) {
        return JsonValue.parse(payload) instanceof JsonObject content && content.string("v").equals(PayloadHash.CHANGE)
                ? PayloadHash.ofChange(payload)
                : PayloadHash.of(payload);
    }

    /** As {@link #approve}, with a denial. */
    public TestClient.Answer deny(UUID request) {
        return decide(request, statement(request, Decision.DENY));
    }

    /** The statement that a desktop signs after fetching the payload. */
    public DecisionStatement statement(UUID request, Decision decision) {
        TestClient.Answer fetched = fetch(request);
        return statement(request, decision, Objects.requireNonNull(fetched.challenge()),
                hash(fetched.bytes()));
    }

    /** As above, with this challenge and payload hash, true or not. */
    public DecisionStatement statement(UUID request, Decision decision, String challenge, Hash payloadHash) {
        return statement(request, detail(request), decision, challenge, payloadHash);
    }

    private DecisionStatement statement(UUID request, RequestDetail detail, Decision decision, String challenge,
            Hash payloadHash) {
        return statement(request, detail.policy().digest(), decision, challenge, payloadHash, "");
    }

    /** A statement as of now, with these members. */
    public DecisionStatement statement(UUID request, String policyDigest, Decision decision, String challenge,
            Hash payloadHash, String reason) {
        return new DecisionStatement(challenge,
                Timestamps.parse(Timestamps.format(clock.instant())), decision, null, enrolled.key(),
                enrolled.member(), enrolled.org(), payloadHash, Hash.ofHex(policyDigest), reason, request);
    }

    /** As {@link #statement(UUID, Decision)}, with a reason. */
    public DecisionStatement statement(UUID request, Decision decision, String reason) {
        DecisionStatement bare = statement(request, decision);
        return new DecisionStatement(bare.challenge(), bare.decidedAt(), decision, bare.display(), bare.key(),
                bare.member(),
                bare.org(), bare.payloadHash(), bare.policyDigest(), reason, request);
    }

    /** As {@link #approve}, taking the last decision back. */
    public TestClient.Answer withdraw(UUID request) {
        return decide(request, statement(request, Decision.WITHDRAW));
    }

    /** Decides in a session opened now. */
    public TestClient.Answer decideAfterSigningInAgain(UUID request, DecisionStatement statement) {
        byte[] bytes = statement.canonicalBytes();
        return signedInAt(backend).post("/v1/requests/" + request + "/decisions",
                SignedStatement.of(bytes, sign(DecisionStatement.preAuthenticationEncoding(bytes))));
    }

    /** Signs and sends a statement. */
    public TestClient.Answer decide(UUID request, DecisionStatement statement) {
        return decide(request, statement.canonicalBytes());
    }

    /** Signs these bytes, whatever they are, and sends them as a decision. */
    public TestClient.Answer decide(UUID request, byte[] statement) {
        return send(request, statement, sign(DecisionStatement.preAuthenticationEncoding(statement)));
    }

    /** Sends a statement with any signature. */
    public TestClient.Answer send(UUID request, byte[] statement, byte[] signature) {
        return client.post("/v1/requests/" + request + "/decisions", SignedStatement.of(statement, signature));
    }

    /** As {@link #decide}, with the statement changed before it is signed. */
    public TestClient.Answer decideAltered(UUID request, UnaryOperator<String> change) {
        byte[] honest = statement(request, Decision.APPROVE).canonicalBytes();
        String altered = change.apply(new String(honest, StandardCharsets.UTF_8));
        return decide(request, altered.getBytes(StandardCharsets.UTF_8));
    }
}
