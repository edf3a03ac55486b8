package dev.agenthub.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.CollectedSecret;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.SessionInfo;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.WorkspaceAccess;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.server.DatabaseLocks;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.identity.Membership.Access;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that removed, demoted or revoked members have no access left by anything that they made before. */
class RevocationTest {

    private static final String GOVERNANCE = """
            {"v":"agenthub/governance/v1","rules":[{"outcome":"require","required":[{"count":1,"group":"approvers"}],
             "match":{"kind":["governance.set","member.change","invitation.create","group.change"]}}]}
            """;
    private static final MemberChange REMOVED = new MemberChange(List.of(), List.of(), false);

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    private TestMember member(Role... roles) {
        return TestMember.enrol(backend.uri(), code(owner, roles), "Abe");
    }

    private static String code(TestClient by, Role... roles) {
        return by.post("/v1/members/invitations", new InviteRequest("Somebody", List.of(roles), List.of()))
                .as(Invitation.class).code();
    }

    private static String deviceCode(TestMember member) {
        return member.client().post("/v1/me/devices/invitations", Map.of()).as(Invitation.class).code();
    }

    private TestClient.Answer redeem(String code) {
        return new TestClient(backend.uri(), null).post("/v1/enrolments",
                EnrolRequest.of(code, "Mallory", SignatureAlgorithm.ED25519,
                        Ed25519Keys.publicKey(Ids.randomBytes(32))));
    }

    private void change(UUID member, MemberChange change) {
        owner.post("/v1/members/" + member, change).as(Member.class);
    }

    private static void revokeKey(TestClient by, TestMember member) {
        by.post("/v1/members/" + member.id() + "/keys/" + member.key() + "/revocation",
                new KeyRevocation("Stolen")).as(Member.class);
    }

    @Test
    void saysHowASessionEndedToWhomItWas() {
        TestMember removed = member(Role.APPROVER);
        TestMember revoked = member(Role.APPROVER);
        TestMember signedOut = member(Role.APPROVER);

        change(removed.id(), REMOVED);
        revokeKey(owner, revoked);
        signedOut.client().delete("/v1/sessions/current");

        assertThat(removed.client().get("/v1/me").body()).contains("UNAUTHENTICATED", "no member of this organization");
        assertThat(revoked.client().get("/v1/me").body()).contains("UNAUTHENTICATED", "key was revoked");
        assertThat(signedOut.client().get("/v1/me").body()).contains("UNAUTHENTICATED", "was signed out");
    }

    @Test
    void refusesTheAdminCodeThatARemovedAdminMade() {
        TestMember admin = member(Role.ADMIN);
        String code = code(admin.client(), Role.ADMIN);

        change(admin.id(), REMOVED);

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void refusesTheOwnerCodeThatARemovedOwnerMade() {
        TestMember second = member(Role.OWNER);
        String code = code(second.client(), Role.OWNER);

        change(second.id(), REMOVED);

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void refusesTheCodesThatADemotedAdminMade() {
        TestMember admin = member(Role.ADMIN);
        String code = code(admin.client(), Role.APPROVER);

        change(admin.id(), new MemberChange(List.of(Role.APPROVER), List.of(), true));

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void refusesTheOwnerCodeOfAnOwnerWhoIsAnAdminNow() {
        TestMember second = member(Role.OWNER);
        String code = code(second.client(), Role.OWNER);

        change(second.id(), new MemberChange(List.of(Role.ADMIN), List.of(), true));

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void refusesTheDeviceCodeThatAStolenKeyMade() {
        TestMember victim = member(Role.APPROVER);
        String code = deviceCode(victim);

        revokeKey(owner, victim);

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void refusesTheInvitationThatAStolenKeyMade() {
        TestMember admin = member(Role.ADMIN);
        TestMember otherDevice = TestMember.enrol(backend.uri(), deviceCode(admin), "Abe");
        String stolen = code(admin.client(), Role.ADMIN);
        String own = code(otherDevice.client(), Role.ADMIN);

        revokeKey(otherDevice.client(), admin);

        assertThat(redeem(stolen).code()).isEqualTo("INVITATION_INVALID");
        assertThat(redeem(own).status()).as("made with the key that stays").isEqualTo(201);
    }

    @Test
    void refusesTheDeviceCodeOfARemovedMember() {
        TestMember leaver = member(Role.APPROVER);
        String code = deviceCode(leaver);

        change(leaver.id(), REMOVED);

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void refusesTheCodesOfAnAdminWhomAnApprovedChangeRemoved() {
        TestMember admin = member(Role.ADMIN);
        TestMember bea = org.approver("Bea", "approvers");
        owner.post("/v1/governance", new SetGovernanceRequest(0, GOVERNANCE)).as(PolicyVersion.class);
        String code = approvedCode(admin, bea);

        UUID request = owner.post("/v1/members/" + admin.id(), REMOVED).as(ProposedChange.class).request();
        bea.approve(request).as(RequestDetail.class);
        org.awaitState(org.owner(), request, RequestState.EXECUTED);

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
    }

    private String approvedCode(TestMember proposer, TestMember approver) {
        UUID request = proposer.client()
                .post("/v1/members/invitations", new InviteRequest("Eve", List.of(Role.ADMIN), List.of()))
                .as(ProposedChange.class).request();
        approver.approve(request).as(RequestDetail.class);
        return Objects.requireNonNull(proposer.client().post("/v1/requests/" + request + "/collection", Map.of())
                .as(CollectedSecret.class).invitation()).code();
    }

    @Test
    void refusesTheApprovedInvitationThatAStolenKeyCollected() {
        TestMember admin = member(Role.ADMIN);
        TestMember bea = org.approver("Bea", "approvers");
        owner.post("/v1/governance", new SetGovernanceRequest(0, GOVERNANCE)).as(PolicyVersion.class);
        String code = approvedCode(admin, bea);

        revokeKey(owner, admin);

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void refusesACodeThatIsRedeemedWhileItsMakerIsBeingRemoved() throws Exception {
        TestMember admin = member(Role.ADMIN);
        String code = code(admin.client(), Role.ADMIN);

        assertThat(redeemedWhile(code, handle -> remove(handle, admin)).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void refusesADeviceCodeThatIsRedeemedWhileItsKeyIsBeingRevoked() throws Exception {
        TestMember victim = member(Role.APPROVER);
        String code = deviceCode(victim);

        assertThat(redeemedWhile(code, handle -> revokeKey(handle, victim)).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void refusesTheAnswerToASignInThatComesWhileItsKeyIsBeingRevoked() throws Exception {
        TestMember victim = member(Role.APPROVER);
        SignInRequest answer = challengeAnswered(victim);

        TestClient.Answer signedIn = answeredWhile(handle -> revokeKey(handle, victim),
                () -> new TestClient(backend.uri(), null).post("/v1/sessions", answer));

        assertThat(signedIn.code()).isEqualTo("SIGN_IN_REFUSED");
    }

    private void revokeKey(Handle handle, TestMember member) {
        MemberRows.holdAll(handle, org.org());
        handle.createUpdate("update member_key set revoked_at = now() where org_id = :org and key_id = :key")
                .bind("org", org.org()).bind("key", member.key()).execute();
    }

    private SignInRequest challengeAnswered(TestMember member) {
        SignInChallenge challenge = new TestClient(backend.uri(), null)
                .post("/v1/sessions/challenges", new ChallengeRequest(org.org(), member.key()))
                .as(SignInChallenge.class);
        return SignInRequest.of(org.org(), challenge.challengeId(), member.key(),
                member.sign(challenge.bytesToSign(org.org(), null)));
    }

    private void remove(Handle handle, TestMember member) {
        StoredMember by = MemberRows.require(handle, org.org(), org.owner().id());
        new Membership(backend.database().transactions(), backend.audit(), backend.clock()).change(handle, org.org(),
                new Author(by, null), member.id(), new Access(List.of(), List.of(), false, null));
    }

    @Test
    void endsTheDeviceCodeOfAMemberForGoodWhoIsRemovedAndComesBack() {
        TestMember leaver = member(Role.APPROVER);
        String code = deviceCode(leaver);

        change(leaver.id(), REMOVED);
        change(leaver.id(), new MemberChange(List.of(Role.APPROVER), List.of(), true));

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
        assertThat(leaver.client().get("/v1/me").code()).as("the session").isEqualTo("UNAUTHENTICATED");
        assertThat(leaver.inANewSession().client().get("/v1/me").status()).as("the key is theirs still").isEqualTo(200);
    }

    @Test
    void endsSessionsWithTheRightsThatAMemberLoses() {
        TestMember member = member(Role.APPROVER, Role.AUDITOR);

        change(member.id(), new MemberChange(List.of(Role.APPROVER, Role.AUDITOR), List.of("finance"), true));
        assertThat(member.client().get("/v1/me").status()).as("more than before").isEqualTo(200);

        change(member.id(), new MemberChange(List.of(Role.APPROVER, Role.AUDITOR), List.of(), true));
        assertThat(member.client().get("/v1/me").code()).as("out of the group").isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void refusesTheInvitationIntoAGroupThatItsMakerLost() {
        TestMember admin = member(Role.ADMIN);
        change(admin.id(), new MemberChange(List.of(Role.ADMIN), List.of("finance"), true));
        String code = admin.client()
                .post("/v1/members/invitations", new InviteRequest("Eve", List.of(Role.APPROVER), List.of("finance")))
                .as(Invitation.class).code();

        change(admin.id(), new MemberChange(List.of(Role.ADMIN), List.of(), true));

        assertThat(redeem(code).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void endsTheCodesThatARevokedSessionMadeAndNoOthers() {
        TestMember admin = member(Role.ADMIN);
        String kept = code(admin.client(), Role.APPROVER);
        TestMember stolen = admin.inANewSession();
        String device = deviceCode(stolen);
        String invitation = code(stolen.client(), Role.ADMIN);
        UUID session = stolen.client().get("/v1/me/sessions").as(SessionPage.class).items().stream()
                .filter(SessionInfo::current).findFirst().orElseThrow().session();

        assertThat(admin.client().delete("/v1/me/sessions/" + session).status()).isEqualTo(204);

        assertThat(redeem(device).code()).isEqualTo("INVITATION_INVALID");
        assertThat(redeem(invitation).code()).isEqualTo("INVITATION_INVALID");
        assertThat(redeem(kept).status()).isEqualTo(201);
        assertThat(org.eventsAbout(admin.id())).contains("member.session_ended");
    }

    private record SessionPage(List<SessionInfo> items, @Nullable String next) {}

    @Test
    void recordsEveryCodeThatARevocationEnds() {
        TestMember admin = member(Role.ADMIN);
        code(admin.client(), Role.ADMIN);
        deviceCode(admin);

        change(admin.id(), REMOVED);

        assertThat(org.events()).extracting(AuditEvent::type).endsWith(EventType.MEMBER_CHANGED,
                "member.invitation_withdrawn", "member.invitation_withdrawn");
    }

    @Test
    void refusesTheAnswerToASignInThatBeganBeforeTheKeyWasRevoked() {
        TestMember victim = member(Role.APPROVER);
        SignInRequest answer = challengeAnswered(victim);

        change(victim.id(), REMOVED);
        change(victim.id(), new MemberChange(List.of(Role.APPROVER), List.of(), true));

        assertThat(new TestClient(backend.uri(), null).post("/v1/sessions", answer).code())
                .isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void takesNoDecisionWithAChallengeFromBeforeTheRemoval() {
        TestMember bea = org.approver("Bea", "approvers");
        UUID request = org.submit("tickets.create");
        DecisionStatement before = bea.statement(request, Decision.APPROVE);

        change(bea.id(), REMOVED);
        change(bea.id(), new MemberChange(List.of(Role.APPROVER), List.of("approvers"), true));

        TestMember back = bea.inANewSession();
        assertThat(back.decide(request, before).code()).isEqualTo("DECISION_WITHOUT_FETCH");
        back.approve(request).as(RequestDetail.class);
    }

    @Test
    void letsAMemberOfSomeWorkspacesAddADeviceAndRevokeTheOldOne() {
        TestMember bea = org.approver("Bea", "approvers");
        owner.post("/v1/members/" + bea.id() + "/workspaces", new WorkspaceAccess(List.of())).as(Member.class);
        TestMember narrowed = bea.inANewSession();

        TestMember second = TestMember.enrol(backend.uri(), deviceCode(narrowed), "Bea");
        revokeKey(second.client(), bea);

        assertThat(narrowed.client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
        assertThat(second.client().get("/v1/me").status()).isEqualTo(200);
    }

    private interface Revoking {
        void in(Handle handle);
    }

    private TestClient.Answer redeemedWhile(String code, Revoking revoking) throws Exception {
        return answeredWhile(revoking, () -> redeem(code));
    }

    /** What somebody is answered who calls after the revocation was done and before it is committed. */
    private TestClient.Answer answeredWhile(Revoking revoking, Callable<TestClient.Answer> call) throws Exception {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<TestClient.Answer> answer = backend.database().transactions().call(OrgContext.system(org.org()),
                    handle -> {
                        revoking.in(handle);
                        Future<TestClient.Answer> begun = thread.submit(call);
                        await().until(() -> begun.isDone() || DatabaseLocks.somebodyWaits());
                        return begun;
                    });
            return answer.get();
        }
    }
}
