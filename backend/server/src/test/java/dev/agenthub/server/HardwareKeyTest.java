package dev.agenthub.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.Delegation;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberKey;
import dev.agenthub.api.Named;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.Verdict;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.identity.MemberRows;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests members with P-256 keys: everything that members do works with one, and malformed keys and signatures are refused. */
class HardwareKeyTest {

    private static final String GOVERNANCE = """
            {"v":"agenthub/governance/v1","rules":[{"match":{"kind":["governance.set","member.change","group.change","invitation.create"]},
             "outcome":"require","required":[{"count":1,"group":"approvers"}],"expiresIn":"P2D"}]}
            """;

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestClient anonymous = new TestClient(backend.uri(), null);

    @AfterEach
    void resetClock() {
        backend.clock().reset();
    }

    private String code(String name) {
        return org.owner().client()
                .post("/v1/members/invitations", new InviteRequest(name, List.of(Role.APPROVER), List.of("approvers")))
                .as(Invitation.class).code();
    }

    /** Sends the members as they are given, also where no record of the API could have them. */
    private TestClient.Answer enrol(String code, String alg, byte[] publicKey) {
        return anonymous.postRaw("/v1/enrolments", "{\"invitation\":\"" + code + "\",\"name\":\"Tove\"," + alg
                + "\"publicKey\":\"" + base64(publicKey) + "\"}");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] beginning(int first, byte[] point, int length) {
        byte[] bytes = Arrays.copyOf(point, length);
        bytes[0] = (byte) first;
        return bytes;
    }

    private TestMember member(TestKey device) {
        return TestMember.enrol(backend.uri(), code("Tove"), "Tove", device, backend.clock());
    }

    private void publish(String rule) {
        assertThat(org.publish("{\"rules\":[{\"outcome\":\"require\"," + rule + "}]}").status()).isEqualTo(201);
    }

    private TestClient.Answer delegate(TestMember from, TestMember to, UnaryOperator<byte[]> sign) {
        Instant now = backend.clock().instant().truncatedTo(ChronoUnit.MICROS);
        byte[] statement = new DelegationStatement(to.id(), Ids.next(), now.plus(Duration.ofDays(7)), from.key(),
                from.id(), org.org(), "On holiday", now, now).canonicalBytes();
        return from.client().post("/v1/delegations", SignedStatement.of(statement,
                sign.apply(DelegationStatement.preAuthenticationEncoding(statement))));
    }

    private SignInChallenge challenge(TestMember member) {
        return anonymous.post("/v1/sessions/challenges", new ChallengeRequest(org.org(), member.key()))
                .as(SignInChallenge.class);
    }

    private TestClient.Answer signIn(TestMember member, UnaryOperator<byte[]> sign) {
        SignInChallenge challenge = challenge(member);
        return anonymous.post("/v1/sessions", SignInRequest.of(org.org(), challenge.challengeId(), member.key(),
                sign.apply(challenge.bytesToSign(org.org(), null))));
    }

    /** Signatures of the right length that are invalid for this key. */
    private static Map<String, UnaryOperator<byte[]>> wrongOnes(TestKey device) {
        UnaryOperator<byte[]> sign = device::sign;
        return Map.of("r flipped", message -> flipped(sign.apply(message), 31),
                "s flipped", message -> flipped(sign.apply(message), 63),
                "s before r", message -> swapped(sign.apply(message)),
                "zeros", _ -> new byte[64],
                "of something else", message -> sign.apply(flipped(message, 0)),
                "of the hash", message -> sign.apply(Hash.sha256(message).bytes()),
                "by another key", TestKey.es256()::sign,
                "by a key of Ed25519", TestKey.ed25519()::sign);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] other = bytes.clone();
        other[at] ^= 1;
        return other;
    }

    private static byte[] swapped(byte[] signature) {
        byte[] other = Arrays.copyOfRange(signature, 32, 96);
        System.arraycopy(signature, 0, other, 32, 32);
        return other;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private record MemberPage(List<Member> items, @Nullable String next) {}

    private List<MemberKey> keys(TestMember member) {
        return org.owner().client().get("/v1/members").as(MemberPage.class).items().stream()
                .filter(one -> one.member().equals(member.id())).findFirst().orElseThrow().keys();
    }

    private void assertAuditorsFind(int runs, int approvals) {
        Report report = Auditor.replay(org, true);
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(report.controls().runs()).isEqualTo(runs);
        assertThat(report.controls().withApproval()).isEqualTo(runs);
        assertThat(report.controls().decisions()).isEqualTo(approvals);
        assertThat(report.controls().decisionsVerified()).isEqualTo(approvals);
        assertThat(report.toText()).containsPattern("Approvals +" + approvals + ": ");
    }

    @Test
    void enrolsNoBytesThatAreNoKeyOfTheAlgorithm() {
        byte[] ed25519 = TestKey.ed25519().publicKey();
        byte[] point = TestKey.es256().publicKey();
        byte[] offCurve = point.clone();
        offCurve[64] ^= 1;
        String es256 = "\"alg\":\"es256\",";
        String code = code("Tove");
        int events = org.events().size();

        for (byte[] none : List.of(ed25519, new byte[0], new byte[]{0}, new byte[65], beginning(4, new byte[65], 65),
                beginning(2 + (point[64] & 1), point, 33), beginning(6 + (point[64] & 1), point, 65), offCurve,
                Arrays.copyOf(point, 64), Arrays.copyOf(point, 66), new TestKey.Ecdsa("secp384r1").publicKey(),
                // The generator of secp256k1, another curve with points of the same length.
                hex("0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
                // A point with x = 5, whose x is encoded as 5 plus the prime.
                hex("04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4"))) {
            assertThat(enrol(code, es256, none).code()).as(HexFormat.of().formatHex(none))
                    .isEqualTo("REQUEST_MALFORMED");
        }
        for (String alg : List.of("\"alg\":\"ed25519\",", "\"alg\":\"ES256\",", "\"alg\":\"es256 \",",
                "\"alg\":\"rsa\",", "\"alg\":\"\",", "\"alg\":null,", "\"alg\":1,", "\"alg\":\"1\",",
                "\"alg\":[\"es256\"],", "")) {
            assertThat(enrol(code, alg, point).code()).as(alg).isEqualTo("REQUEST_MALFORMED");
        }

        assertThat(org.events()).as("nothing was enrolled").hasSize(events);
        assertThat(enrol(code, es256, point).as(Enrolled.class).key()).as("the code is still good")
                .isEqualTo(PublicKey.id(point));
        JsonObject enrolled = org.events().getLast().data();
        assertThat(enrolled.string("alg")).isEqualTo("es256");
        assertThat(enrolled.string("publicKey")).isEqualTo(base64(point));
    }

    @Test
    void enrolsAKeyOnce() {
        TestKey device = TestKey.es256();
        member(device);

        assertThat(anonymous.post("/v1/enrolments",
                EnrolRequest.of(code("Uwe"), "Uwe", device.alg(), device.publicKey())).code())
                .isEqualTo("KEY_ALREADY_ENROLLED");
    }

    @Test
    void approvesRequestsThatThenRun() {
        TestKey.Ecdsa device = TestKey.es256();
        TestMember tove = member(device);
        UUID first = org.submit("tickets.create");
        tove.inANewSession().approve(first).as(RequestDetail.class);
        org.awaitState(first, RequestState.EXECUTED);

        // Besides the signature (r, s), (r, order - s) is valid too, in the server as in the verifier.
        UUID second = org.submit("tickets.create");
        byte[] statement = tove.statement(second, Decision.APPROVE).canonicalBytes();
        byte[] signature = device.sign(DecisionStatement.preAuthenticationEncoding(statement));
        byte[] negated = device.negated(signature);
        UUID third = org.submit("tickets.create");
        byte[] otherStatement = tove.statement(third, Decision.APPROVE).canonicalBytes();
        byte[] otherSignature = device.sign(DecisionStatement.preAuthenticationEncoding(otherStatement));
        tove.send(second, statement, negated).as(RequestDetail.class);
        tove.send(third, otherStatement, otherSignature).as(RequestDetail.class);
        org.awaitState(second, RequestState.EXECUTED);
        org.awaitState(third, RequestState.EXECUTED);
        assertThat(tove.send(second, statement, signature).code()).as("the other of the two, once one was taken")
                .isEqualTo("ALREADY_DECIDED");

        assertThat(tove.detail(second).votes()).singleElement().satisfies(vote -> {
            assertThat(vote.alg()).isEqualTo(SignatureAlgorithm.ES256);
            assertThat(vote.publicKeyBytes()).isEqualTo(device.publicKey());
            assertThat(vote.signatureBytes()).isEqualTo(negated);
        });
        assertThat(keys(tove)).singleElement().satisfies(key -> {
            assertThat(key.alg()).isEqualTo(SignatureAlgorithm.ES256);
            assertThat(key.key()).isEqualTo(tove.key());
        });
        assertAuditorsFind(3, 3);
    }

    @Test
    void signsDelegationsAndChangesAndInAgain() {
        TestMember tove = member(TestKey.es256());
        TestMember bea = org.approver("Bea");
        publish("\"required\":[{\"count\":1,\"group\":\"approvers\"}],\"stepUp\":true");
        UUID delegated = org.submit("tickets.create");
        assertThat(bea.approve(delegated).code()).isEqualTo("NOT_ELIGIBLE");

        delegate(tove, bea, tove::sign).as(Delegation.class);

        bea.approve(delegated).as(RequestDetail.class);
        org.awaitState(delegated, RequestState.EXECUTED);
        UUID late = org.submit("tickets.create");
        backend.clock().advance(Duration.ofMinutes(3));
        assertThat(tove.approve(late).code()).isEqualTo("STEP_UP_REQUIRED");
        tove.decideAfterSigningInAgain(late, tove.statement(late, Decision.APPROVE)).as(RequestDetail.class);
        org.awaitState(late, RequestState.EXECUTED);

        org.owner().client().post("/v1/governance", new SetGovernanceRequest(0, GOVERNANCE)).as(Object.class);
        TestClient.Answer proposal = org.owner().client().post("/v1/groups", new Named("legal"));
        UUID change = proposal.as(ProposedChange.class).request();
        tove.approve(change).as(RequestDetail.class);
        org.awaitState(tove, change, RequestState.EXECUTED);
        assertAuditorsFind(2, 3);
    }

    @Test
    void refusesWhatIsNoSignatureOfTheKey() {
        TestKey.Ecdsa device = TestKey.es256();
        TestMember tove = member(device);
        TestMember bea = org.approver("Bea");
        UUID request = org.submit("tickets.create");
        byte[] statement = tove.statement(request, Decision.APPROVE).canonicalBytes();
        int events = org.events().size();

        wrongOnes(device).forEach((what, sign) -> {
            assertThat(tove.send(request, statement, sign.apply(DecisionStatement.preAuthenticationEncoding(statement)))
                    .code()).as(what).isEqualTo("DECISION_SIGNATURE_INVALID");
            assertThat(delegate(tove, bea, sign).code()).as(what).isEqualTo("DECISION_SIGNATURE_INVALID");
            assertThat(signIn(tove, sign).code()).as(what).isEqualTo("SIGN_IN_REFUSED");
        });
        String der = base64(device.signInDer(DecisionStatement.preAuthenticationEncoding(statement)));
        assertThat(tove.client().postRaw("/v1/requests/" + request + "/decisions",
                "{\"statement\":\"" + base64(statement) + "\",\"signature\":\"" + der + "\"}").code())
                .isEqualTo("REQUEST_MALFORMED");
        SignInChallenge challenge = challenge(tove);
        assertThat(anonymous.postRaw("/v1/sessions",
                "{\"org\":\"" + org.org() + "\",\"challengeId\":\"" + challenge.challengeId() + "\",\"key\":\""
                        + tove.key() + "\",\"signature\":\""
                        + base64(device.signInDer(challenge.bytesToSign(org.org(), null))) + "\"}")
                .code())
                .isEqualTo("REQUEST_MALFORMED");

        assertThat(org.events()).as("nothing was recorded").hasSize(events);
        tove.send(request, statement, tove.sign(DecisionStatement.preAuthenticationEncoding(statement)))
                .as(RequestDetail.class);
        org.awaitState(request, RequestState.EXECUTED);
        assertThat(org.owner().client().post("/v1/members/" + tove.id() + "/keys/" + tove.key() + "/revocation",
                new KeyRevocation("Lost")).status()).isLessThan(300);
        assertThat(org.events()).filteredOn(event -> event.type().equals(EventType.MEMBER_KEY_REVOKED)).singleElement()
                .satisfies(event -> assertThat(event.data().string("alg")).isEqualTo("es256"));
        assertThat(signIn(tove, tove::sign).code()).isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void isTheSameKeyInALogThatBeginsAnew() {
        TestMember tove = member(TestKey.es256());
        org.owner().client().post("/v1/members/" + tove.id() + "/keys/" + tove.key() + "/revocation",
                new KeyRevocation("Lost")).as(Object.class);

        List<EventDraft> standing = backend.database().transactions().call(OrgContext.system(org.org()),
                handle -> MemberRows.stateEvents(handle, org.org(), AuditLog.system()));

        assertThat(standing.stream().filter(draft -> draft.type().startsWith("member.key_"))
                .map(draft -> draft.type() + " " + draft.data().string("alg")))
                .containsExactly("member.key_enrolled ed25519", "member.key_enrolled es256",
                        "member.key_revoked es256");
    }
}
