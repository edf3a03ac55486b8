package dev.agenthub.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Named;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.SessionInfo;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.Workspace;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests members, their roles and their devices, over HTTP. */
class PeopleTest {
    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    private static TestClient.Answer change(TestClient by, UUID member, MemberChange change) {
        return by.post("/v1/members/" + member, change);
    }

    private static TestClient.Answer revoke(TestClient by, TestMember member) {
        return by.post("/v1/members/" + member.id() + "/keys/" + member.key() + "/revocation",
                new KeyRevocation("Left on a train"));
    }

    @Test
    void changesWhatAMemberMayDoFromThatMomentOn() {
        TestMember bea = org.approver("Bea", "approvers");
        UUID request = org.submit("tickets.create");

        Member changed = change(owner, bea.id(), new MemberChange(List.of(Role.AUDITOR), List.of(), true))
                .as(Member.class);

        assertThat(changed.roles()).containsExactly(Role.AUDITOR);
        assertThat(bea.inANewSession().approve(request).code()).isEqualTo("NOT_ELIGIBLE");
        assertThat(org.eventsAbout(bea.id())).endsWith(EventType.MEMBER_CHANGED);
        int events = org.events().size();
        change(owner, bea.id(), new MemberChange(List.of(Role.AUDITOR), List.of(), true)).as(Member.class);
        assertThat(org.events()).as("nothing changed, nothing is recorded").hasSize(events);
    }

    private record SessionPage(List<SessionInfo> items, @Nullable String next) {}

    @Test
    void letsWhoeverIsAnAuditorAloneLookAfterTheirOwnDevicesAndSessions() {
        TestMember approver = org.approver("Bea", "approvers");
        change(owner, approver.id(), new MemberChange(List.of(Role.AUDITOR), List.of(), true)).as(Member.class);
        TestMember bea = approver.inANewSession();
        TestClient second = new TestClient(TestBackend.get().uri(), bea.signIn().token());
        String newest = bea.client().get("/v1/me/sessions").as(SessionPage.class).items().getFirst().session()
                .toString();

        assertThat(bea.client().delete("/v1/me/sessions/" + newest).status()).isEqualTo(204);
        assertThat(second.get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
        bea.client().post("/v1/me/devices/invitations", Map.of()).as(Invitation.class);
        bea.client().postOnce("another", "/v1/me/devices/invitations", Map.of()).as(Invitation.class);
        assertThat(bea.client().postOnce("another", "/v1/me/devices/invitations", Map.of()).code())
                .isEqualTo("ANSWER_SHOWN_ONCE");
        bea.client().postOnce("lost", "/v1/members/" + bea.id() + "/keys/" + bea.key() + "/revocation",
                new KeyRevocation("Left on a train")).as(Member.class);
    }

    @Test
    void endsEverythingOfAMemberWhoLeaves() {
        TestMember bea = org.approver("Bea", "approvers");
        change(owner, bea.id(), new MemberChange(List.of(), List.of(), false)).as(Member.class);
        assertThat(bea.client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void leavesAnOrganizationAnOwnerWhoCanSignIn() {
        UUID ada = org.owner().id();
        assertThat(change(owner, ada, new MemberChange(List.of(Role.ADMIN), List.of(), true)).code())
                .isEqualTo("LAST_OWNER");
        assertThat(change(owner, ada, new MemberChange(List.of(Role.OWNER), List.of(), false)).code())
                .isEqualTo("LAST_OWNER");
        assertThat(revoke(owner, org.owner()).code()).isEqualTo("LAST_OWNER");
        assertThat(owner.get("/v1/me").status()).isEqualTo(200);
    }

    @Test
    void letsNobodyMakeThemselvesMoreThanTheyAre() {
        TestMember admin = org.approver("Abe", "approvers");
        change(owner, admin.id(), new MemberChange(List.of(Role.ADMIN, Role.APPROVER), List.of("approvers"), true))
                .as(Member.class);
        TestMember bea = org.approver("Bea", "approvers");

        assertThat(change(admin.client(), admin.id(), new MemberChange(List.of(Role.OWNER), List.of(), true)).code())
                .isEqualTo("FORBIDDEN");
        assertThat(change(admin.client(), org.owner().id(), new MemberChange(List.of(), List.of(), false)).code())
                .isEqualTo("FORBIDDEN");
        assertThat(revoke(admin.client(), org.owner()).code()).isEqualTo("FORBIDDEN");
        assertThat(change(bea.client(), bea.id(), new MemberChange(List.of(Role.ADMIN), List.of(), true)).code())
                .isEqualTo("FORBIDDEN");
        TestMember stranger = new TestOrganization().owner();
        assertThat(change(stranger.client(), bea.id(), new MemberChange(List.of(), List.of(), false)).code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void revokesALostDeviceWithItsSessionsAndItsVotes() {
        TestMember bea = org.approver("Bea", "approvers");
        TestMember cem = org.approver("Cem", "approvers");
        UUID request = org.submit("refunds.create");
        bea.approve(request);

        revoke(owner, bea).as(Member.class);

        assertThat(bea.client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
        cem.approve(request);
        assertThat(org.status(request).state()).isNotEqualTo(RequestState.EXECUTED);
        assertThat(org.eventsAbout(bea.id())).endsWith(EventType.MEMBER_KEY_REVOKED);
        assertThat(revoke(owner, bea).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void enrolsASecondDeviceOfTheSamePersonOnce() {
        TestMember bea = org.approver("Bea", "approvers");
        Invitation device = bea.client().post("/v1/me/devices/invitations", "").as(Invitation.class);
        byte[] seed = Ids.randomBytes(Ed25519Keys.SEED_LENGTH);
        EnrolRequest enrol = EnrolRequest.of(device.code(), "Whatever", SignatureAlgorithm.ED25519,
                Ed25519Keys.publicKey(seed));
        TestClient anonymous = new TestClient(TestBackend.get().uri(), null);

        Enrolled enrolled = anonymous.post("/v1/enrolments", enrol).as(Enrolled.class);

        assertThat(enrolled.member()).isEqualTo(bea.id());
        assertThat(enrolled.name()).isEqualTo("Bea");
        assertThat(enrolled.roles()).containsExactly(Role.APPROVER);
        assertThat(anonymous.post("/v1/enrolments", enrol).code()).isEqualTo("INVITATION_INVALID");
        assertThat(org.eventsAbout(bea.id()).stream().filter(EventType.MEMBER_KEY_ENROLLED::equals)).hasSize(2);
    }

    @Test
    void saysOfEachKeyWhoInvitedItWhereverItIsRecorded() {
        TestMember bea = org.approver("Bea", "approvers");
        String code = bea.client().post("/v1/me/devices/invitations", "").as(Invitation.class).code();
        TestMember device = TestMember.enrol(TestBackend.get().uri(), code, "Bea");
        revoke(owner, bea).as(Member.class);
        revoke(device.client(), device).as(Member.class);
        Map<String, String> expected = Map.of("member.key_enrolled " + bea.key(), org.owner().id().toString(),
                "member.key_revoked " + bea.key(), org.owner().id().toString(),
                "member.key_enrolled " + device.key(), bea.id().toString(),
                "member.key_revoked " + device.key(), bea.id().toString(),
                "member.key_enrolled " + org.owner().key(), "null");

        assertThat(inviters(org.events().stream().map(event -> Map.entry(event.type(), event.data()))))
                .isEqualTo(expected);
        assertThat(inviters(TestBackend.get().database().transactions().call(OrgContext.system(org.org()),
                handle -> MemberRows.stateEvents(handle, org.org(), AuditLog.system())).stream()
                .map(draft -> Map.entry(draft.type(), draft.data())))).as("in a log that begins anew")
                .isEqualTo(expected);
    }

    private static Map<String, String> inviters(Stream<Map.Entry<String, JsonObject>> events) {
        return events.filter(event -> event.getKey().startsWith("member.key_")).collect(Collectors.toMap(
                event -> event.getKey() + " " + event.getValue().string("key"),
                event -> event.getValue().get("invitedBy") instanceof JsonString(String id) ? id : "null"));
    }

    @AfterEach
    void resetClock() {
        TestBackend.get().clock().reset();
    }

    @Test
    void endsSessionsThatLieIdleAndThoseThatAreRevoked() {
        TestMember bea = org.approver("Bea", "approvers");
        TestClient other = bea.signedInAt(TestBackend.get().uri());
        assertThat(bea.client().get("/v1/me/sessions").body()).contains("\"current\":true", "\"current\":false");

        for (int i = 0; i < 6; i++) {
            TestBackend.get().clock().advance(Duration.ofMinutes(20));
            assertThat(other.get("/v1/me").status()).isEqualTo(200);
        }
        assertThat(bea.client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
        TestBackend.get().clock().advance(Duration.ofMinutes(121));
        assertThat(other.get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void endsEvenASessionThatIsUsedAllTheTimeAfterTwelveHours() {
        TestMember bea = org.approver("Bea", "approvers");
        for (int hour = 1; hour < 12; hour++) {
            TestBackend.get().clock().advance(Duration.ofHours(1));
            assertThat(bea.client().get("/v1/me").status()).as("after hour %d", hour).isEqualTo(200);
        }

        TestBackend.get().clock().advance(Duration.ofHours(1));

        assertThat(bea.client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void dividesAnOrganizationIntoWorkspacesAndGroups() {
        Workspace made = owner.post("/v1/workspaces", new Named("Back office")).as(Workspace.class);
        assertThat(owner.post("/v1/workspaces", new Named("Back office")).code()).isEqualTo("NAME_TAKEN");
        owner.post("/v1/workspaces/" + made.workspace(), new Named("Finance office")).as(Workspace.class);
        assertThat(owner.post("/v1/workspaces/" + made.workspace(), new Named("Customer care")).code())
                .isEqualTo("NAME_TAKEN");
        assertThat(owner.get("/v1/workspaces").body()).contains("Finance office").doesNotContain("Back office");

        owner.post("/v1/groups", new Named("night-shift")).as(Named.class);
        assertThat(owner.post("/v1/groups", new Named("night-shift")).code()).isEqualTo("NAME_TAKEN");
        assertThat(owner.post("/v1/groups", new Named("Night Shift")).code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(owner.get("/v1/groups").body()).contains("night-shift");
        assertThat(org.approver("Bea", "night-shift").client().post("/v1/groups", new Named("x")).code())
                .isEqualTo("FORBIDDEN");
        assertThat(org.eventsAbout(made.workspace())).containsExactly(WorkspacesAndGroups.WORKSPACE_CREATED,
                WorkspacesAndGroups.WORKSPACE_RENAMED);
    }
}
