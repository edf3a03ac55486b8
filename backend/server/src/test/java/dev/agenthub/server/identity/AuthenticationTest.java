package dev.agenthub.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Me;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.SignedIn;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests enrolment, sign-in, and every way in which they are refused. */
class AuthenticationTest {

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestClient anonymous = new TestClient(backend.uri(), null);

    @AfterEach
    void resetClock() {
        backend.clock().reset();
    }

    private TestClient with(String token) {
        return new TestClient(backend.uri(), token);
    }

    @Test
    void knowsWhoIsSignedIn() {
        Me me = org.owner().client().get("/v1/me").as(Me.class);

        assertThat(me.org()).isEqualTo(org.org());
        assertThat(me.organization()).isEqualTo("Northwind Outfitters");
        assertThat(me.member()).isEqualTo(org.owner().id());
        assertThat(me.roles()).containsExactlyInAnyOrder(Role.values());
        assertThat(me.groups()).containsExactly("approvers", "finance");
    }

    @Test
    void letsNobodyInWithoutAValidToken() {
        String token = org.owner().signIn().token();
        String otherOrg = token.replace(hex(org.org()), hex(UUID.randomUUID()));
        String otherSecret = token.substring(0, token.length() - 5) + (token.endsWith("AAAAA") ? "BBBBB" : "AAAAA");

        for (String wrong : List.of("", "x", otherOrg, otherSecret, token + "A", token.replace("ahs_", "aha_"),
                token.toUpperCase(Locale.ROOT))) {
            assertThat(with(wrong).get("/v1/me").code()).as("a wrong token").isEqualTo("UNAUTHENTICATED");
        }
        assertThat(anonymous.get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
        assertThat(with(token).get("/v1/me").status()).isEqualTo(200);
    }

    @Test
    void tellsTokensApartThatDifferOnlyInCaseOnOneConnection() {
        String token = org.owner().signIn().token();
        assertThat(with(token.toUpperCase(Locale.ROOT)).get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
        assertThat(with(token).get("/v1/me").status()).isEqualTo(200);
    }

    @Test
    void takesATokenOnlyForItsOrganization() {
        TestOrganization other = new TestOrganization();
        String token = org.owner().signIn().token();

        assertThat(with(token.replace(hex(org.org()), hex(other.org()))).get("/v1/me").code())
                .isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void takesNoAgentForAMemberNorAMemberForAnAgent() {
        assertThat(org.agent().get("/v1/requests").code()).isEqualTo("UNAUTHENTICATED");
        assertThat(org.owner().client().post("/v1/requests", TestOrganization.action("tickets.create", "k")).code())
                .isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void endsASessionWhenItsMemberSignsOut() {
        TestClient client = with(org.owner().signIn().token());

        assertThat(client.delete("/v1/sessions/current").status()).isEqualTo(204);

        assertThat(client.get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
        assertThat(org.owner().client().get("/v1/me").status()).as("the member's other session").isEqualTo(200);
    }

    @Test
    void endsASessionWithItsTimeItsKeyOrItsMember() {
        TestMember member = org.approver("Bea", "approvers");
        TestMember leaver = org.approver("Cem", "approvers");
        org.update("update member_key set revoked_at = now() where org_id = :org and member_id = :id", member.id());
        org.update("update member set active = false where org_id = :org and id = :id", leaver.id());
        assertThat(member.client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
        assertThat(leaver.client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");

        backend.clock().advance(Duration.ofHours(13));
        assertThat(org.owner().client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void refusesARevokedAgentKey() {
        org.update("update agent_key set revoked_at = now() where org_id = :org and agent_id = :id", org.agentId());

        assertThat(org.agent().post("/v1/requests", TestOrganization.action("tickets.create", "k")).code())
                .isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void takesAChallengeOnceAndInTime() {
        TestMember owner = org.owner();
        SignInRequest answer = answer(owner, challenge(owner.key()));
        anonymous.post("/v1/sessions", answer).as(SignedIn.class);
        assertThat(anonymous.post("/v1/sessions", answer).code()).isEqualTo("SIGN_IN_REFUSED");

        SignInRequest late = answer(owner, challenge(owner.key()));
        backend.clock().advance(Duration.ofMinutes(3));
        assertThat(anonymous.post("/v1/sessions", late).code()).isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void spendsAChallengeOnAWrongAnswer() {
        TestMember owner = org.owner();
        SignInChallenge challenge = challenge(owner.key());
        SignInRequest wrong = SignInRequest.of(org.org(), challenge.challengeId(), owner.key(),
                owner.sign(new byte[1]));

        assertThat(anonymous.post("/v1/sessions", wrong).code()).isEqualTo("SIGN_IN_REFUSED");

        assertThat(anonymous.post("/v1/sessions", answer(owner, challenge)).code()).isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void tellsNobodyWhichKeysExist() {
        assertThat(challenge("0123456789abcdef").challenge()).hasSize(43);
        assertThat(anonymous.post("/v1/sessions/challenges", new ChallengeRequest(UUID.randomUUID(), org.owner().key()))
                .status()).isEqualTo(201);
    }

    private SignInChallenge challenge(String key) {
        return anonymous.post("/v1/sessions/challenges", new ChallengeRequest(org.org(), key))
                .as(SignInChallenge.class);
    }

    private SignInRequest answer(TestMember member, SignInChallenge challenge) {
        return SignInRequest.of(org.org(), challenge.challengeId(), member.key(),
                member.sign(challenge.bytesToSign(org.org(), null)));
    }

    @Test
    void signsInNobodyWhoSignedForAnotherServer() {
        SignInChallenge challenge = challenge(org.owner().key());
        byte[] passedOn = challenge.bytesToSign(org.org(), "0".repeat(64));
        assertThat(anonymous.post("/v1/sessions", SignInRequest.of(org.org(), challenge.challengeId(),
                org.owner().key(), org.owner().sign(passedOn))).code()).isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void redeemsAnInvitationOnceAndInTime() {
        String code = invite(new InviteRequest("Bea", List.of(Role.AUDITOR), List.of())).as(Invitation.class).code();
        anonymous.post("/v1/enrolments", enrolment(code)).as(Enrolled.class);
        assertThat(anonymous.post("/v1/enrolments", enrolment(code)).code()).isEqualTo("INVITATION_INVALID");

        String late = invite(new InviteRequest("Cem", List.of(Role.AUDITOR), List.of())).as(Invitation.class).code();
        backend.clock().advance(Duration.ofDays(4));
        assertThat(anonymous.post("/v1/enrolments", enrolment(late)).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void enrolsAKeyOnceAndNoBytesThatAreNoKey() {
        byte[] key = Ed25519Keys.publicKey(Ids.randomBytes(32));
        String first = invite(new InviteRequest(null, List.of(), List.of())).as(Invitation.class).code();
        String second = invite(new InviteRequest(null, List.of(), List.of())).as(Invitation.class).code();
        anonymous.post("/v1/enrolments", EnrolRequest.of(first, "Bea", SignatureAlgorithm.ED25519, key))
                .as(Enrolled.class);

        assertThat(anonymous
                .post("/v1/enrolments", EnrolRequest.of(second, "Bea again", SignatureAlgorithm.ED25519, key)).code())
                .isEqualTo("KEY_ALREADY_ENROLLED");
        assertThat(anonymous
                .post("/v1/enrolments", EnrolRequest.of(second, "Nobody", SignatureAlgorithm.ED25519, new byte[32]))
                .code())
                .isEqualTo("REQUEST_MALFORMED");

        assertThat(anonymous.post("/v1/enrolments", enrolment(second)).status()).as("the code is still good")
                .isEqualTo(201);
    }

    @Test
    void letsNobodyInviteAboveTheirOwnRights() {
        TestMember approver = org.approver("Bea", "approvers");
        assertThat(
                approver.client().post("/v1/members/invitations", new InviteRequest(null, List.of(), List.of())).code())
                .isEqualTo("FORBIDDEN");

        String code = invite(new InviteRequest("Cem", List.of(Role.ADMIN), List.of())).as(Invitation.class).code();
        TestMember admin = TestMember.enrol(backend.uri(), code, "Cem");
        assertThat(admin.client()
                .post("/v1/members/invitations", new InviteRequest(null, List.of(Role.OWNER), List.of())).code())
                .isEqualTo("FORBIDDEN");
        assertThat(admin.client().post("/v1/members/invitations", new InviteRequest(null, List.of(), List.of("nobody")))
                .code())
                .isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void recordsWhoJoinedAndWithWhichKey() {
        TestMember member = org.approver("Bea", "approvers");

        assertThat(org.eventsAbout(member.id())).containsExactly("member.changed", "member.key_enrolled");
        assertThat(org.events().getLast().data().string("invitedBy")).isEqualTo(org.owner().id().toString());
    }

    @Test
    void keepsOnlyHashesOfSecrets() {
        String token = org.owner().signIn().token();
        String secret = token.substring(token.length() - 43);

        assertThat(new String(Token.parse(Token.Kind.SESSION, token).orElseThrow().hash(), StandardCharsets.ISO_8859_1))
                .doesNotContain(secret);
        assertThat(Token.parse(Token.Kind.SESSION, token).orElseThrow().toString()).doesNotContain(secret);
    }

    private TestClient.Answer invite(InviteRequest request) {
        return org.owner().client().post("/v1/members/invitations", request);
    }

    private static EnrolRequest enrolment(String code) {
        return EnrolRequest.of(code, "Somebody", SignatureAlgorithm.ED25519,
                Ed25519Keys.publicKey(Ids.randomBytes(32)));
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }
}
