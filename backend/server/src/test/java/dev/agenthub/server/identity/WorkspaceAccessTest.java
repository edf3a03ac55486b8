package dev.agenthub.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.api.Workspace;
import dev.agenthub.api.WorkspaceAccess;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests members of some workspaces only. The tests' agent works in "Customer care". */
class WorkspaceAccessTest {

    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final UUID elsewhere = org.owner().client().post("/v1/workspaces", Map.of("name", "Treasury"))
            .as(Workspace.class).workspace();

    private TestClient.Answer limit(TestMember member, @Nullable List<UUID> workspaces) {
        return org.owner().client().post("/v1/members/" + member.id() + "/workspaces",
                new WorkspaceAccess(workspaces));
    }

    private UUID care() {
        return org.owner().client().get("/v1/workspaces").as(WorkspacePage.class).items().stream()
                .filter(one -> one.name().equals("Customer care")).findFirst().orElseThrow().workspace();
    }

    private record WorkspacePage(List<Workspace> items, @Nullable String next) {}

    private record RequestPage(List<RequestSummary> items, @Nullable String next) {}

    private static List<UUID> seen(TestMember member) {
        return member.client().get("/v1/requests").as(RequestPage.class).items().stream().map(RequestSummary::request)
                .toList();
    }

    @Test
    void showsAndLetsDecideWhatIsOfTheirWorkspacesAlone() {
        UUID request = org.submit("tickets.create");

        Member limited = limit(bea, List.of(elsewhere)).as(Member.class);

        assertThat(limited.workspaces()).containsExactly(elsewhere);
        TestMember there = bea.inANewSession();
        assertThat(seen(there)).isEmpty();
        assertThat(there.client().get("/v1/requests/" + request).code()).isEqualTo("NOT_FOUND");
        limit(bea, List.of(care(), elsewhere)).as(Member.class);
        assertThat(seen(there)).containsExactly(request);
        there.approve(request).as(RequestDetail.class);
        org.awaitState(request, RequestState.EXECUTED);
        assertThat(limit(bea, null).as(Member.class).workspaces()).isNull();
        AuditEvent last = org.events().stream().filter(event -> event.type().equals("member.changed")).toList()
                .getLast();
        assertThat(last.data().nullableString("workspaces")).isNull();
    }

    @Test
    void countsNoApprovalOfOneWhoIsNoLongerOfTheWorkspace() {
        UUID request = org.submit("refunds.create");
        bea.approve(request).as(RequestDetail.class);
        TestMember carl = org.approver("Carl", "approvers");

        limit(bea, List.of(elsewhere)).as(Member.class);
        RequestDetail after = carl.approve(request).as(RequestDetail.class);

        assertThat(after.summary().approvals()).isEqualTo(1);
        assertThat(after.summary().state()).isEqualTo(RequestState.PENDING);
        assertThat(org.metInDatabase(request)).isFalse();
    }

    @Test
    void letsNobodyDecideForThemElsewhereEither() {
        TestMember joined = org.approver("Fay", "finance");
        limit(joined, List.of(elsewhere)).as(Member.class);
        TestMember fay = joined.inANewSession();
        org.publish("{\"rules\":[{\"outcome\":\"require\",\"required\":[{\"count\":1,\"group\":\"finance\"}]}]}")
                .as(Object.class);
        UUID request = org.submit("tickets.create");
        Instant now = TestBackend.get().clock().instant().truncatedTo(ChronoUnit.MICROS);
        byte[] statement = new DelegationStatement(bea.id(), Ids.next(), now.plus(Duration.ofDays(1)), fay.key(),
                fay.id(), org.org(), "", now, now).canonicalBytes();
        fay.client().post("/v1/delegations", SignedStatement.of(statement,
                fay.sign(DelegationStatement.preAuthenticationEncoding(statement)))).as(Delegation.class);

        assertThat(bea.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
        limit(fay, null).as(Member.class);
        bea.approve(request).as(RequestDetail.class);
        org.awaitState(request, RequestState.EXECUTED);
    }

    @Test
    void makesACodeForADeviceOnceForAnIdempotencyKey() {
        limit(bea, List.of(elsewhere)).as(Member.class);
        TestClient limited = bea.inANewSession().client();

        limited.postOnce("k", "/v1/me/devices/invitations", Map.of()).as(Invitation.class);
        assertThat(limited.postOnce("k", "/v1/me/devices/invitations", Map.of()).code())
                .isEqualTo("ANSWER_SHOWN_ONCE");
    }

    @Test
    void keepsTheWorkspacesWhereRolesAndGroupsChange() {
        limit(bea, List.of(elsewhere)).as(Member.class);

        Member changed = org.owner().client().post("/v1/members/" + bea.id(),
                new MemberChange(List.of(Role.APPROVER), List.of("approvers", "finance"), true)).as(Member.class);

        assertThat(changed.workspaces()).containsExactly(elsewhere);
    }

    @Test
    void limitsNobodyWhoseRolesAreAboutTheWholeOrganization() {
        assertThat(limit(org.owner(), List.of(elsewhere)).code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(limit(bea, List.of(UUID.randomUUID())).code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(bea.client().post("/v1/members/" + bea.id() + "/workspaces", new WorkspaceAccess(null)).code())
                .isEqualTo("FORBIDDEN");
        limit(bea, List.of(elsewhere)).as(Member.class);
        assertThat(org.owner().client().post("/v1/members/" + bea.id(),
                new MemberChange(List.of(Role.ADMIN, Role.APPROVER), List.of(), true)).code())
                .isEqualTo("REQUEST_MALFORMED");
    }
}
