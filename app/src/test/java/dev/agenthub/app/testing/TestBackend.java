package dev.agenthub.app.testing;

import dev.agenthub.api.Alert;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.CancelRequest;
import dev.agenthub.api.Eligibility;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Headers;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.Me;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberKey;
import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.Page;
import dev.agenthub.api.Problem;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.SignedIn;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.api.Vote;
import dev.agenthub.api.Workspace;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.testing.PromptSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.BufferedSink;
import tools.jackson.databind.json.JsonMapper;

/**
 * A test double of the backend: serves the HTTP API for one organization over a real
 * socket, verifies every signature, and can send false data.
 */
public final class TestBackend implements AutoCloseable {
    /** The only workspace. */
    public static final UUID WORKSPACE = UUID.fromString("0190f1c2-0000-7000-8000-000000000003");
    /** The only organization. */
    public static final UUID ORG = UUID.fromString("0190f1c2-7a00-7000-8000-0000000000aa");
    /** The code of an invitation that can be redeemed once. */
    public static final String INVITATION = "ahi_" + ORG.toString().replace("-", "") + "_" + "1".repeat(32)
            + "_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0";

    private final MockWebServer server = new MockWebServer();
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();
    private final Map<String, Enrolled> members = new ConcurrentHashMap<>();
    private final List<BlockingQueue<String>> streams = new CopyOnWriteArrayList<>();
    /** The requests that it lists and answers for. */
    public final List<TestRequest> requests = new CopyOnWriteArrayList<>();
    /** The reasons with which requests were taken back. */
    public final List<String> cancellations = new CopyOnWriteArrayList<>();
    /** The decisions that were recorded, in their order; their signatures hold. */
    public final List<DecisionStatement> decisions = new CopyOnWriteArrayList<>();
    /** How often somebody signed out. */
    public final AtomicInteger signOuts = new AtomicInteger();
    /** Runs while the caller waits for the answer to a sign-in. */
    public volatile Runnable whenSigningIn = () -> {};
    /** Runs before a decision is taken. */
    public volatile Runnable whenDeciding = () -> {};
    /** The paths that were asked for, in their order. */
    public final List<String> asked = new CopyOnWriteArrayList<>();
    /** The log that it exports. */
    public final TestLog log = new TestLog("northwind");
    /** The exports that were asked for. */
    public final List<ExportRequest> exports = new CopyOnWriteArrayList<>();
    /** The workspaces that members are limited to; those of members who are not here decide in every one. */
    public final Map<UUID, List<UUID>> limited = new ConcurrentHashMap<>();
    /** The codes that can still be redeemed. */
    public final List<OpenInvitation> open = new CopyOnWriteArrayList<>();
    /** What nobody acknowledged yet. */
    public final List<Alert> alerts = new CopyOnWriteArrayList<>();
    private volatile boolean breakingOff;
    private volatile boolean invitationUsed;
    private volatile String challenge = "";

    public TestBackend() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        server.setServerSocketFactory(new PromptSockets());
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return server.url("/").uri();
    }

    /** Tells every listener. */
    public void publish(ServerEvent event) {
        String text = "event: " + event.name() + "\ndata: " + json.writeValueAsString(event) + "\n\n";
        streams.forEach(stream -> stream.add(text));
    }

    /** From now on every export ends in the middle. */
    public void breakExportsOff() {
        breakingOff = true;
    }

    /** Ends every event stream, as a restart would. */
    public void dropStreams() {
        streams.forEach(stream -> stream.add(""));
        streams.clear();
    }

    @Override
    public void close() {
        dropStreams();
        server.close();
    }

    private MockResponse answer(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        byte[] body = request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
        asked.add(path);
        String[] parts = path.split("/", -1);
        return switch (path) {
            case "/v1/enrolments" -> enrol(json.readValue(body, EnrolRequest.class));
            case "/v1/sessions/challenges" -> ok(new SignInChallenge(UUID.randomUUID(), "c2lnbi1pbi1jaGFsbGVuZ2U"));
            case "/v1/sessions" -> {
                whenSigningIn.run();
                yield signIn(json.readValue(body, SignInRequest.class));
            }
            case "/v1/sessions/current" -> {
                signOuts.incrementAndGet();
                yield new MockResponse.Builder().code(204).build();
            }
            case "/v1/members" -> ok(new Page<>(people(), null));
            case "/v1/members/invitations" -> "GET".equals(request.getMethod())
                    ? ok(new Page<>(open, null))
                    : ok(new Invitation(INVITATION, Instant.now().plus(Duration.ofDays(7)), null));
            case "/v1/requests" -> ok(new TestList(requests, request.getUrl()).page());
            case "/v1/requests/counts" -> ok(new TestList(requests, request.getUrl()).counts());
            case "/v1/requests/agents" -> ok(new TestList(requests, request.getUrl()).agents());
            case "/v1/workspaces" -> ok(new Page<>(List.of(new Workspace(WORKSPACE, "Customer care")), null));
            case "/v1/alerts" -> ok(new Page<>(alerts, null));
            case "/v1/events" -> events();
            case "/v1/audit" -> ok(new AuditLogInfo(log.origin().toString(), log.size(),
                    log.link(log.size() - 1).hex(), log.signer().verifierKey().toString(), log.note(), null, null,
                    List.of()));
            case "/v1/audit/exports" -> export(json.readValue(body, ExportRequest.class));
            default -> path.startsWith("/v1/members/invitations/")
                    ? withdraw(UUID.fromString(path.substring(path.lastIndexOf('/') + 1)))
                    : path.startsWith("/v1/alerts/")
                            ? acknowledge(UUID.fromString(parts[3]))
                            : path.startsWith("/v1/requests/")
                                    ? aboutRequest(UUID.fromString(parts[3]), List.of(parts).subList(4, parts.length),
                                            body)
                                    : problem(ErrorCode.NOT_FOUND);
        };
    }

    private MockResponse export(ExportRequest request) {
        exports.add(request);
        try {
            Path file = Files.createTempFile("export", ".ahexport");
            long since = request.since() == null ? 0 : request.since();
            if (since == 0) {
                log.export(file);
            } else {
                log.exportSince(file, Math.toIntExact(since));
            }
            var response = new MockResponse.Builder().addHeader(Headers.ENTRIES, log.size() - since)
                    .body(new Buffer().write(Files.readAllBytes(file)));
            Files.delete(file);
            return (breakingOff ? response.onResponseBody(new SocketEffect.CloseSocket()) : response).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MockResponse aboutRequest(UUID id, List<String> path, byte[] body) {
        TestRequest found = requests.stream().filter(one -> one.id.equals(id)).findFirst().orElse(null);
        if (found == null) {
            return problem(ErrorCode.NOT_FOUND);
        }
        return switch (path.isEmpty() ? "" : path.getFirst()) {
            case "payload" -> {
                ErrorCode withheld = found.withholds;
                if (withheld != null) {
                    yield problem(withheld);
                }
                challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
                yield new MockResponse.Builder().addHeader("Content-Type", "application/json")
                        .addHeader(Headers.CHALLENGE, challenge).body(new Buffer().write(found.payload)).build();
            }
            case "history" -> found.history == null ? problem(ErrorCode.UNAVAILABLE) : ok(found.history);
            case "attachments" -> attachment(found, Integer.parseInt(path.getLast()));
            case "cancellation" -> {
                cancellations.add(json.readValue(body, CancelRequest.class).reason());
                found.state = RequestState.CANCELLED;
                found.cancellable = false;
                yield ok(found.detail());
            }
            case "decisions" -> decide(found, json.readValue(body, SignedStatement.class));
            default -> ok(found.detail());
        };
    }

    private MockResponse attachment(TestRequest found, int position) {
        return position < found.files.size()
                ? new MockResponse.Builder().addHeader("Content-Type", "application/octet-stream")
                        .body(new Buffer().write(found.files.get(position))).build()
                : problem(ErrorCode.NOT_FOUND);
    }

    private MockResponse enrol(EnrolRequest request) {
        if (invitationUsed || !request.invitation().equals(INVITATION)) {
            return problem(ErrorCode.INVITATION_INVALID);
        }
        invitationUsed = true;
        return ok(enrolled(request.name(),
                PublicKey.of(KeyAlgorithm.valueOf(request.alg().name()), request.publicKeyBytes())));
    }

    /** Makes a member without the detour of an invitation. */
    public Enrolled enrolled(String name, byte[] publicKey) {
        return enrolled(name, PublicKey.of(KeyAlgorithm.ED25519, publicKey));
    }

    /** As above, with a key that may be of P-256. */
    public Enrolled enrolled(String name, PublicKey publicKey) {
        String key = publicKey.id();
        keys.put(key, publicKey);
        Enrolled enrolled = new Enrolled(ORG, UUID.randomUUID(), key, name, List.of(Role.APPROVER, Role.OWNER),
                List.of("approvers", "finance"));
        members.put(key, enrolled);
        return enrolled;
    }

    private MockResponse signIn(SignInRequest request) {
        PublicKey key = keys.get(request.key());
        byte[] message = new SignInChallenge(request.challengeId(), "c2lnbi1pbi1jaGFsbGVuZ2U").bytesToSign(ORG,
                null);
        if (key == null || !key.isValid(message, request.signatureBytes())) {
            return problem(ErrorCode.SIGN_IN_REFUSED);
        }
        Enrolled member = Objects.requireNonNull(members.get(request.key()));
        return ok(new SignedIn("ahs_test", Instant.now().plusSeconds(3600), new Me(ORG, "Northwind Outfitters",
                member.member(), member.name(), member.roles(), member.groups(), member.key())));
    }

    private MockResponse acknowledge(UUID id) {
        Alert alert = alerts.stream().filter(one -> one.alert().equals(id)).findFirst().orElseThrow();
        alerts.remove(alert);
        publish(ServerEvent.acknowledged());
        return ok(alert);
    }

    private MockResponse withdraw(UUID invitation) {
        open.removeIf(one -> one.id().equals(invitation));
        return new MockResponse.Builder().code(204).build();
    }

    private List<Member> people() {
        return members.values().stream().map(member -> new Member(member.member(), member.name(), member.roles(),
                member.groups(), true,
                List.of(shown(member.key())),
                limited.get(member.member())))
                .toList();
    }

    private MemberKey shown(String id) {
        PublicKey key = Objects.requireNonNull(keys.get(id));
        return new MemberKey(id, alg(key), Base64.getEncoder().encodeToString(key.bytes()), Instant.now(), null);
    }

    private static SignatureAlgorithm alg(PublicKey key) {
        return SignatureAlgorithm.valueOf(key.algorithm().name());
    }

    private MockResponse decide(TestRequest found, SignedStatement request) {
        whenDeciding.run();
        if (found.silent) {
            return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
        }
        DecisionStatement statement = DecisionStatement.parse(request.statementBytes());
        PublicKey key = Objects.requireNonNull(keys.get(statement.key()));
        if (!key.isValid(statement.preAuthenticationEncoding(), request.signatureBytes())) {
            return problem(ErrorCode.DECISION_SIGNATURE_INVALID);
        }
        if (found.votes.stream().anyMatch(vote -> vote.statement().equals(request.statement()))) {
            return taken(found);
        }
        if (found.refuses != null) {
            return problem(found.refuses);
        }
        if (!found.state.open()) {
            return problem(ErrorCode.REQUEST_NOT_PENDING);
        }
        if (!statement.challenge().equals(challenge)) {
            return problem(ErrorCode.DECISION_WITHOUT_FETCH);
        }
        challenge = "";
        decisions.add(statement);
        Enrolled member = Objects.requireNonNull(members.get(statement.key()));
        found.votes.add(new Vote(member.member(), member.name(), member.groups(), statement.decision().word(),
                statement.key(), statement.reason(), statement.decidedAt(), request.statement(), request.signature(),
                alg(key),
                Base64.getEncoder().encodeToString(key.bytes())));
        found.eligibility = statement.decision() == Decision.WITHDRAW
                ? Eligibility.yes()
                : Eligibility.no(ErrorCode.ALREADY_DECIDED);
        if (statement.decision() == Decision.DENY) {
            found.state = RequestState.DENIED;
        }
        publish(ServerEvent.changed(found.id, found.state));
        return taken(found);
    }

    private MockResponse taken(TestRequest found) {
        if (found.lostAnswers > 0) {
            found.lostAnswers--;
            return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
        }
        return ok(found.detail());
    }

    private MockResponse events() {
        BlockingQueue<String> stream = new LinkedBlockingQueue<>();
        streams.add(stream);
        return new MockResponse.Builder().addHeader("Content-Type", "text/event-stream")
                .onResponseEnd(new SocketEffect.CloseSocket())
                .body(new MockResponseBody() {
                    @Override
                    public long getContentLength() {
                        return -1;
                    }

                    @Override
                    public void writeTo(BufferedSink sink) throws IOException {
                        stream(stream, sink);
                    }
                }).build();
    }

    private static void stream(BlockingQueue<String> stream, BufferedSink sink) throws IOException {
        sink.writeUtf8(": hello\n\n").flush();
        try {
            while (true) {
                String text = stream.poll(1, TimeUnit.SECONDS);
                if (text != null && text.isEmpty()) {
                    return;
                }
                sink.writeUtf8(text == null ? ": still here\n\n" : text).flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private MockResponse ok(Object value) {
        return new MockResponse.Builder().addHeader("Content-Type", "application/json")
                .body(new Buffer().write(json.writeValueAsBytes(value))).build();
    }

    private MockResponse problem(ErrorCode code) {
        return new MockResponse.Builder().code(code.status()).addHeader("Content-Type", Problem.MEDIA_TYPE)
                .body(new Buffer().write(json.writeValueAsBytes(Problem.of(code, null)))).build();
    }
}
