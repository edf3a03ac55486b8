package dev.agenthub.server.approvals.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.approvals.Approvals;
import dev.agenthub.server.approvals.requests.Expiry;
import dev.agenthub.server.approvals.requests.ReadyListener;
import dev.agenthub.server.approvals.submit.Submission;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.identity.Caller.AgentCaller;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what keeps an approved request from running: everything is checked again by the claim. */
class ClaimTest {

    /** Enough for every test that changes nothing but its own request. */
    private static final Setting SHARED = new Setting();

    private final TestBackend backend = TestBackend.get();
    private TestOrganization org = SHARED.org();
    private TestMember one = SHARED.one();
    private TestMember two = SHARED.two();
    private UUID request = org.submit("refunds.create");

    private record Setting(TestOrganization org, TestMember one, TestMember two) {
        Setting() {
            TestOrganization org = new TestOrganization();
            this(org, org.approver("Bea", "approvers"), org.approver("Cem", "approvers"));
        }
    }

    /** For a test that changes the organization itself. */
    private void inAnOrganizationOfItsOwn() {
        Setting own = new Setting();
        org = own.org();
        one = own.one();
        two = own.two();
        request = org.submit("refunds.create");
    }

    @AfterEach
    void resetClock() {
        backend.clock().reset();
    }

    private Claim claim() {
        return backend.database().transactions().call(OrgContext.system(org.org()),
                handle -> backend.claims().claim(handle, org.org(), request));
    }

    /** Votes of one of two, and a row that says that this was enough: what a bug or an attacker of the application could do. */
    private void approveByHalf() {
        one.approve(request).as(RequestDetail.class);
        markApproved();
    }

    private void markApproved() {
        org.update("update approval_request set state = 'approved' where org_id = :org and id = :id", request);
    }

    private void assertRefused(String code) {
        assertThat(claim()).isEqualTo(new Claim.Refused(code));
        assertThat(org.status(request).state()).isEqualTo(RequestState.REFUSED);
        assertThat(org.status(request).refusal()).isEqualTo(code);
        assertThat(two.detail(request).refusal()).isEqualTo(code);
        assertThat(org.eventsAbout(request)).last().isEqualTo("run.refused");
        assertThat(org.events().getLast().data().string("code")).isEqualTo(code);
    }

    @Test
    void refusesAPayloadThatWasAlteredInTheDatabaseAfterApproval() throws SQLException {
        one.approve(request).as(RequestDetail.class);
        asSuperuser(
                "update hub.approval_request set payload = convert_to(replace(convert_from(payload, 'UTF8'), '1.00', '9.00'), 'UTF8') "
                        + "where id = ?",
                request);

        // Signed for the hash that this member's honest row still has, as a lying backend would have it.
        two.decide(request, two.statement(request, Decision.APPROVE,
                Objects.requireNonNull(two.fetch(request).challenge()),
                Hash.ofHex(two.detail(request).summary().payloadHash()))).as(RequestDetail.class);

        await().untilAsserted(() -> assertThat(org.status(request).state()).isEqualTo(RequestState.REFUSED));
        assertThat(org.events().getLast().data().string("code")).isEqualTo("RUN_HASH_MISMATCH");
        assertThat(backend.providerWasCalledFor(request)).isFalse();
    }

    @Test
    void tellsTheAgentAndTheApproversWhyItRefused() throws SQLException {
        one.approve(request).as(RequestDetail.class);
        assertThat(one.detail(request).refusal()).isNull();
        asSuperuser(
                "update hub.approval_request set payload = convert_to(replace(convert_from(payload, 'UTF8'), '1.00', '9.00'), 'UTF8') "
                        + "where id = ?",
                request);
        two.decide(request, two.statement(request, Decision.APPROVE,
                Objects.requireNonNull(two.fetch(request).challenge()),
                Hash.ofHex(two.detail(request).summary().payloadHash()))).as(RequestDetail.class);

        await().untilAsserted(() -> assertThat(org.status(request).refusal()).isEqualTo("RUN_HASH_MISMATCH"));
        assertThat(two.detail(request).refusal()).isEqualTo("RUN_HASH_MISMATCH");
        assertThat(org.owner().detail(request).summary().state()).isEqualTo(RequestState.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"payload = convert_to(replace(convert_from(payload, 'UTF8'), '1.00', '9.00'), 'UTF8')",
            "payload_hash = sha256('another payload')"})
    void refusesAnAllowedActionThatIsNotTheOneThatWasHashed(String alteration) throws SQLException {
        UUID allowed;
        try (var _ = backend.holdRuns()) {
            allowed = org.submit("messages.send");
            asSuperuser("update hub.approval_request set " + alteration + " where id = ?", allowed);
        }

        await().untilAsserted(() -> assertThat(org.status(allowed).state()).isEqualTo(RequestState.REFUSED));
        assertThat(org.status(allowed).refusal()).isEqualTo("RUN_HASH_MISMATCH");
        assertThat(backend.providerWasCalledFor(allowed)).isFalse();
    }

    @Test
    void refusesAPayloadThatWasAlteredTogetherWithItsHash() throws SQLException {
        approveByHalf();
        asSuperuser(
                "update hub.approval_request set payload = convert_to(replace(convert_from(payload, 'UTF8'), '1.00', '9.00'), 'UTF8') "
                        + "where id = ?",
                request);
        asSuperuser(
                "update hub.approval_request set payload_hash = sha256(convert_to(E'agenthub/action/v1\\n', 'UTF8') || payload) "
                        + "where id = ?",
                request);

        assertRefused("RUN_HASH_MISMATCH");
    }

    @Test
    void refusesAnApprovalThatIsUsedByAnotherAgent() throws SQLException {
        inAnOrganizationOfItsOwn();
        UUID other = org.otherAgent().id();
        one.approve(request).as(RequestDetail.class);
        try (var _ = backend.holdRuns()) {
            two.approve(request).as(RequestDetail.class);
            asSuperuser("update hub.approval_request set agent_id = '" + other + "' where id = ?", request);
        }

        await().untilAsserted(() -> assertThat(org.events().getLast().data().string("code"))
                .isEqualTo("RUN_HASH_MISMATCH"));
        assertThat(backend.providerWasCalledFor(request)).isFalse();
    }

    @Test
    void refusesARowThatAsksForLessThanThePolicy() throws SQLException {
        approveByHalf();
        asSuperuser("update hub.approval_request set required = '[{\"count\":1,\"group\":\"approvers\"}]' where id = ?",
                request);

        assertRefused("POLICY_CHANGED");
    }

    @Test
    void refusesARowThatClaimsToBeAllowed() throws SQLException {
        markApproved();
        asSuperuser("update hub.approval_request set required = '[]', policy_outcome = 'allow' where id = ?", request);

        assertRefused("POLICY_CHANGED");
    }

    @Test
    void refusesARequestWithTooFewApprovals() {
        approveByHalf();

        assertRefused("RUN_QUORUM_NOT_MET");
    }

    @Test
    void refusesWhatItsAgentsOwnerHasApprovedBesideEnoughOthers() throws SQLException {
        inAnOrganizationOfItsOwn();
        TestMember three = org.approver("Dov", "approvers");
        try (var _ = backend.holdRuns()) {
            one.approve(request).as(RequestDetail.class);
            two.approve(request).as(RequestDetail.class);
            // Two who may approve remain, so that the count alone would let it run.
            asSuperuser("update hub.approval_request set state = 'pending' where id = ?", request);
            three.approve(request).as(RequestDetail.class);
            asSuperuser("update hub.agent set owner_id = '" + one.id() + "' where id = ?", org.agentId());

            assertRefused("RUN_SELF_APPROVED");
        }
    }

    @Test
    void refusesAVoteWhoseKeyWasRevokedSince() {
        inAnOrganizationOfItsOwn();
        approveByHalf();
        org.update("update member_key set revoked_at = now() where org_id = :org and member_id = :id", one.id());

        assertRefused("KEY_REVOKED");
    }

    @Test
    void refusesAnExpiredApproval() {
        approveByHalf();
        backend.clock().advance(Duration.ofMinutes(61));

        assertRefused("RUN_EXPIRED");
    }

    @Test
    void refusesAConnectorThatWasDisabledSince() {
        inAnOrganizationOfItsOwn();
        markApproved();
        org.update(
                """
                        update connector set enabled = false
                         where org_id = :org and id = (select connector_id from approval_request where org_id = :org and id = :id)
                        """,
                request);

        assertRefused("CONNECTOR_DISABLED");
    }

    @Test
    void refusesAnAgentThatWasDisabledSince() {
        inAnOrganizationOfItsOwn();
        markApproved();
        org.update("update agent set enabled = false where org_id = :org and id = :id", org.agentId());

        Claim claim = claim();

        assertThat(claim).isEqualTo(new Claim.Refused("AGENT_DISABLED"));
        assertThat(org.agent().post("/v1/requests", TestOrganization.action("tickets.create", "k")).code())
                .isEqualTo("AGENT_DISABLED");
    }

    @Test
    void refusesAStatementThatWasAlteredInTheDatabase() throws SQLException {
        approveByHalf();
        asSuperuser(
                "update hub.decision set statement = convert_to(replace(convert_from(statement, 'UTF8'), '\"reason\":\"\"', "
                        + "'\"reason\":\"x\"'), 'UTF8') where request_id = ?",
                request);

        assertRefused("DECISION_SIGNATURE_INVALID");
    }

    @Test
    void grantsAnApprovalOnceHoweverManyAskAtTheSameTime() throws Exception {
        Expiry expiry = new Expiry(backend.database().transactions(), backend.audit(), new EventStream(),
                backend.clock());
        Approvals withoutExecution = new Approvals(backend.database().transactions(), backend.audit(),
                new EventStream(), expiry,
                ReadyListener.NOBODY, backend.clock());
        UUID allowed = withoutExecution
                .submit(new AgentCaller(org.org(), org.agentId(), "Support agent"), Submission.parse("""
                        {"tool":"messages.send","arguments":{"customer":"cus_9fK"},"idempotencyKey":"k"}
                        """.getBytes(StandardCharsets.UTF_8), Optional.empty())).request();

        List<Callable<Claim>> many = Collections.nCopies(8, () -> backend.database().transactions()
                .call(OrgContext.system(org.org()), handle -> backend.claims().claim(handle, org.org(), allowed)));
        List<Claim> claims;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            claims = threads.invokeAll(many).stream().map(Future::resultNow).toList();
        }

        assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(new Claim.NotApproved(RequestState.EXECUTING)::equals).hasSize(7);
    }

    /** Past triggers and row-level security, as a hostile database administrator. */
    private static void asSuperuser(String sql, UUID id) throws SQLException {
        try (Connection connection = TestDatabase.get().superuserConnection()) {
            connection.createStatement().execute("set session_replication_role = replica");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, id);
                assertThat(statement.executeUpdate()).isEqualTo(1);
            }
        }
    }
}
