package dev.agenthub.server.approvals.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.EditRequest;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestEdit;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Requirement;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.DatabaseLocks;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.policies.Policies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tests that a member can edit an agent's request, and then not decide it. */
class EditRequestsTest {

    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final TestMember carl = org.approver("Carl", "approvers");

    private static TestClient.Answer edit(TestMember member, UUID request, String amount) {
        return member.client().post("/v1/requests/" + request + "/edits",
                new EditRequest(Map.of("customer", "cus_9fK", "amount", amount), "The order cost " + amount));
    }

    private static JsonObject arguments(TestMember member, UUID request) {
        return ((JsonObject) JsonValue.parse(member.fetch(request).bytes())).object("arguments");
    }

    /** Writes an approval as a bug of the server could. */
    private void vote(TestMember member, UUID request) {
        TestBackend.get().database().transactions().run(OrgContext.system(org.org()), handle -> handle.createUpdate(
                """
                        insert into decision (org_id, id, request_id, member_id, key_id, decision, statement, signature, decided_at)
                        values (:org, gen_random_uuid(), :request, :member, :key, 'approve', '', decode(repeat('00', 64), 'hex'), now())
                        """)
                .bind("org", org.org()).bind("request", request).bind("member", member.id()).bind("key", member.key())
                .execute());
    }

    @Test
    void putsARequestWithTheNewArgumentsInThePlaceOfTheOld() {
        UUID old = org.submit("refunds.create", Map.of("amount", "480.00"));
        bea.approve(old).as(RequestDetail.class);
        assertThat(bea.detail(old).editable()).isTrue();

        RequestDetail made = edit(bea, old, "48.00").as(RequestDetail.class);

        UUID id = made.summary().request();
        assertThat(made.edit())
                .isEqualTo(new RequestEdit(old, List.of(bea.id()), "Bea", "The order cost 48.00"));
        assertThat(made.votes()).isEmpty();
        assertThat(made.agentSays()).isNull();
        assertThat(arguments(carl, id).string("amount")).isEqualTo("48.00");
        RequestDetail replaced = carl.detail(old);
        assertThat(replaced.summary().state()).isEqualTo(RequestState.CANCELLED);
        assertThat(replaced.replacedBy()).isEqualTo(id);
        assertThat(replaced.editable()).isFalse();
        RequestStatus toldToTheAgent = org.status(old);
        assertThat(toldToTheAgent.replacedBy()).isEqualTo(id);
        assertThat(toldToTheAgent.reason()).isEqualTo("The order cost 48.00");
        assertThat(org.status(id).state()).isEqualTo(RequestState.PENDING);
        assertThat(org.eventsAbout(old)).containsExactly("approval.requested", "approval.decided",
                "approval.cancelled");
    }

    /** Otherwise an agent could take the key of its request's edit, and nobody could edit that request. */
    @Test
    void leavesTheKeysOfEditsToEdits() {
        UUID old = org.submit("refunds.create", Map.of("amount", "480.00"));

        TestClient.Answer refused = org.agent().post("/v1/requests",
                TestOrganization.action("tickets.create", "edit of " + old));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("REQUEST_MALFORMED");

        edit(bea, old, "48.00").as(RequestDetail.class);
    }

    @Test
    void waitsForWhoeverPublishesThePolicyBeforeItTakesItsTurnInTheLog() throws Exception {
        UUID request = org.submit("tickets.create");
        PolicyVersion current = org.policy().current();
        JsonObject document = (JsonObject) JsonValue.parse("""
                {"rules":[{"outcome":"require","required":[{"count":2,"group":"approvers"}]}]}
                """.getBytes(StandardCharsets.UTF_8));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<RequestDetail> made = TestBackend.get().database().transactions().call(
                    OrgContext.system(org.org()), handle -> {
                        Policies.Published next = Policies.publishNext(handle, org.org(), current.id(),
                                current.version(), document, AuditLog.system(), org.owner().id());
                        Future<RequestDetail> edited = threads
                                .submit(() -> edit(bea, request, "2.00").as(RequestDetail.class));
                        await().until(DatabaseLocks::somebodyWaits);
                        TestBackend.get().audit().append(handle, org.org(), next.event());
                        return edited;
                    });

            assertThat(made.get().required()).extracting(Requirement::count).containsExactly(2);
        }
        assertThat(Auditor.replay(org).findings()).isEmpty();
    }

    @Test
    void countsWhoeverEditedAsOneWhoAsks() {
        UUID second = edit(bea, org.submit("tickets.create"), "2.00").as(RequestDetail.class).summary().request();
        UUID third = edit(carl, second, "3.00").as(RequestDetail.class).summary().request();

        assertThat(bea.approve(third).code()).isEqualTo("SELF_APPROVAL");
        assertThat(carl.approve(third).code()).isEqualTo("SELF_APPROVAL");
        assertThat(carl.detail(third).eligibility().whyNot()).isEqualTo("SELF_APPROVAL");
        TestMember dora = org.approver("Dora", "approvers");
        dora.approve(third).as(RequestDetail.class);
        org.awaitState(third, RequestState.EXECUTED);
    }

    @Test
    void letsTheOwnerOfTheAgentEditAndNobodyWithoutARole() {
        UUID request = org.submit("tickets.create");

        UUID made = edit(org.owner(), request, "9.00").as(RequestDetail.class).summary().request();

        assertThat(bea.detail(made).edit()).extracting(RequestEdit::editorName).isEqualTo("Ada Owner");
        assertThat(org.agent().post("/v1/requests/" + made + "/edits",
                new EditRequest(Map.of("customer", "x"), "Mine")).status()).isEqualTo(401);
        assertThat(edit(bea, UUID.randomUUID(), "1.00").code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void keepsTheOldRequestAndItsVotesWhereTheNewOneIsRefused() {
        UUID request = org.submit("refunds.create", Map.of("amount", "480.00"));
        bea.approve(request).as(RequestDetail.class);

        assertThat(bea.client().post("/v1/requests/" + request + "/edits",
                new EditRequest(Map.of("customer", 7), "A number")).code()).isEqualTo("ARGUMENTS_INVALID");
        assertThat(edit(bea, request, "480.00").code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(bea.client().post("/v1/requests/" + request + "/edits", Map.of("arguments", Map.of())).code())
                .isEqualTo("REQUEST_MALFORMED");

        RequestDetail still = carl.detail(request);
        assertThat(still.summary().state()).isEqualTo(RequestState.PENDING);
        assertThat(still.summary().approvals()).isEqualTo(1);
        assertThat(still.replacedBy()).isNull();
        assertThat(org.eventsAbout(request)).containsExactly("approval.requested", "approval.decided");
    }

    @Test
    void refusesTheSameArgumentsAlsoWhereADefaultIsLeftOut() {
        UUID request = org.submit("refunds.create");
        bea.approve(request).as(RequestDetail.class);

        assertThat(edit(bea, request, "1.00").code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(bea.client().post("/v1/requests/" + request + "/edits",
                new EditRequest(Map.of("customer", "cus_9fK"), "The same")).code()).isEqualTo("REQUEST_MALFORMED");

        assertThat(carl.detail(request).summary().approvals()).isEqualTo(1);
        assertThat(org.eventsAbout(request)).containsExactly("approval.requested", "approval.decided");
    }

    @Test
    void refusesWhatThePolicyDeniesAndWhatNoLongerWaits() {
        org.publish("""
                {"rules":[{"when":[{"at":"/arguments/amount","over":"100.00"}],"outcome":"deny"},
                          {"outcome":"require","required":[{"count":1,"group":"approvers"}]}]}
                """).as(Object.class);
        UUID request = org.submit("tickets.create");

        assertThat(edit(bea, request, "100.50").code()).isEqualTo("POLICY_DENIED");
        assertThat(org.status(request).state()).isEqualTo(RequestState.PENDING);

        bea.deny(request).as(RequestDetail.class);
        assertThat(edit(bea, request, "1.50").code()).isEqualTo("REQUEST_NOT_PENDING");
    }

    @Test
    void refusesInTheDatabaseAVoteOfWhoeverEdited() {
        UUID made = edit(bea, org.submit("tickets.create"), "2.00").as(RequestDetail.class).summary().request();

        vote(bea, made);
        assertThat(org.metInDatabase(made)).isFalse();
        vote(carl, made);
        assertThat(org.metInDatabase(made)).isTrue();
    }
}
