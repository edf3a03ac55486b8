package dev.agenthub.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the list of invitation codes that nobody has redeemed yet, and their withdrawal. */
class OpenInvitationsTest {
    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    private static String code(TestClient by, Role role) {
        return by.post("/v1/members/invitations", new InviteRequest("Somebody", List.of(role), List.of()))
                .as(Invitation.class).code();
    }

    private TestClient.Answer enrol(String code) {
        return new TestClient(backend.uri(), null).post("/v1/enrolments", EnrolRequest.of(code, "Mallory",
                SignatureAlgorithm.ED25519, Ed25519Keys.publicKey(Ids.randomBytes(32))));
    }

    private record InvitationPage(List<OpenInvitation> items, @Nullable String next) {}

    private static List<OpenInvitation> listed(TestClient by) {
        return by.get("/v1/members/invitations").as(InvitationPage.class).items();
    }

    @Test
    void listsOpenCodesAndWithdrawsOneForGood() {
        TestMember bea = TestMember.enrol(backend.uri(), code(owner, Role.APPROVER), "Bea");
        String code = code(owner, Role.AUDITOR);
        bea.client().post("/v1/me/devices/invitations", Map.of()).as(Invitation.class);

        OpenInvitation device = listed(owner).getFirst();
        OpenInvitation invitation = listed(owner).getLast();
        assertThat(listed(owner)).hasSize(2);
        assertThat(device.member()).isEqualTo(bea.id());
        assertThat(device.key()).isEqualTo(bea.key());
        assertThat(invitation.roles()).containsExactly(Role.AUDITOR);
        assertThat(invitation.invitedBy()).isEqualTo(org.owner().id());
        assertThat(owner.get("/v1/members/invitations").body()).doesNotContain(code);
        assertThat(listed(bea.client())).as("who administers nothing sees their own").containsExactly(device);

        assertThat(bea.client().delete("/v1/members/invitations/" + invitation.id()).code()).isEqualTo("NOT_FOUND");
        assertThat(owner.delete("/v1/members/invitations/" + invitation.id()).status()).isEqualTo(204);
        assertThat(bea.client().delete("/v1/members/invitations/" + device.id()).status()).isEqualTo(204);

        assertThat(enrol(code).code()).isEqualTo("INVITATION_INVALID");
        assertThat(listed(owner)).isEmpty();
        assertThat(owner.delete("/v1/members/invitations/" + invitation.id()).code()).isEqualTo("NOT_FOUND");
        assertThat(org.eventsAbout(invitation.id())).containsExactly("member.invited", "member.invitation_withdrawn");
    }

    @Test
    void endsACodeAtTheMomentOfItsWithdrawal() {
        String code = code(owner, Role.AUDITOR);
        UUID id = listed(owner).getFirst().id();
        backend.clock().stop();
        try {
            assertThat(owner.delete("/v1/members/invitations/" + id).status()).isEqualTo(204);
            assertThat(enrol(code).code()).isEqualTo("INVITATION_INVALID");
            assertThat(listed(owner)).isEmpty();
        } finally {
            backend.clock().reset();
        }
    }

    @Test
    void letsOnlyOwnersInviteAnOwner() {
        TestMember admin = TestMember.enrol(backend.uri(), code(owner, Role.ADMIN), "Abe");
        InviteRequest invited = new InviteRequest("Eve", List.of(Role.APPROVER, Role.OWNER), List.of());

        assertThat(admin.client().post("/v1/members/invitations", invited).code()).isEqualTo("FORBIDDEN");
        assertThat(listed(owner)).isEmpty();
        assertThat(owner.post("/v1/members/invitations", invited).status()).isEqualTo(201);
    }

    @Test
    void invitesNobodyIntoAGroupThatThereIsNot() {
        assertThat(owner.post("/v1/members/invitations",
                new InviteRequest("Somebody", List.of(Role.APPROVER), List.of("approvers", "nowhere"))).code())
                .isEqualTo("REQUEST_MALFORMED");
        assertThat(listed(owner)).isEmpty();
    }

    @Test
    void letsNoAdminWithdrawWhatAnOwnerOffersAnOwner() {
        code(owner, Role.OWNER);
        TestMember admin = TestMember.enrol(backend.uri(), code(owner, Role.ADMIN), "Abe");
        UUID offered = listed(admin.client()).getFirst().id();

        assertThat(admin.client().delete("/v1/members/invitations/" + offered).code()).isEqualTo("FORBIDDEN");
        assertThat(owner.delete("/v1/members/invitations/" + offered).status()).isEqualTo(204);
    }

    /** The id of a code is no secret: the list and the log name it. */
    @Test
    void refusesACodeOfAnotherSecret() {
        String code = code(owner, Role.ADMIN);
        int at = code.length() - 10;
        String altered = code.substring(0, at) + (code.charAt(at) == 'A' ? 'B' : 'A') + code.substring(at + 1);

        assertThat(enrol(altered).code()).isEqualTo("INVITATION_INVALID");
        assertThat(enrol(code).status()).isEqualTo(201);
    }

    /** No code makes such a row, but a bug could; it would be a key of a member whom another person chose. */
    @Test
    void refusesACodeForADeviceThatAnotherMemberMade() {
        TestMember bea = org.approver("Bea", "approvers");
        Token token = Token.issue(Token.Kind.INVITATION, org.org());
        backend.database().transactions().run(OrgContext.system(org.org()), handle -> handle.createUpdate("""
                insert into invitation (org_id, id, code_hash, member_id, invited_by, expires_at)
                values (:org, :id, :hash, :member, :by, :later)
                """).bind("org", org.org()).bind("id", token.id()).bind("hash", token.hash()).bind("member", bea.id())
                .bind("by", org.owner().id()).bind("later", backend.clock().instant().plus(Duration.ofHours(1)))
                .execute());

        assertThat(enrol(token.text().text()).code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void givesACodeForADeviceFifteenMinutes() {
        String code = owner.post("/v1/me/devices/invitations", Map.of()).as(Invitation.class).code();
        backend.clock().advance(Duration.ofMinutes(16));
        try {
            assertThat(enrol(code).code()).isEqualTo("INVITATION_INVALID");
        } finally {
            backend.clock().reset();
        }
    }
}
