package dev.agenthub.db.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.connection.UuidV7;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL refuses to let the application run, whatever the application believes. */
class RunGuardTest {
    private static final UUID OWNER = UUID.fromString("00000000-0000-7000-8000-000000000002");
    private static final UUID ADA = UUID.fromString("00000000-0000-7000-8000-000000000003");
    private static final UUID BEA = UUID.fromString("00000000-0000-7000-8000-000000000020");
    private static final String ONE = "[{\"count\":1,\"group\":\"approvers\"}]";
    private static final String TWO = "[{\"count\":2,\"group\":\"approvers\"}]";

    private final OrgTransactions transactions = SharedDatabase.get().database().transactions();
    private UUID org = new UUID(0, 0);
    private UUID request = new UUID(0, 0);

    @BeforeEach
    void fill() throws SQLException {
        org = SharedDatabase.filledOrganization();
        inOrg("insert into member (org_id, id, name) values (:org, '" + BEA + "', 'Bea')");
        inOrg("insert into approval_group values (:org, 'finance'), (:org, 'auditors'), (:org, 'a'), (:org, 'b')");
        for (UUID member : new UUID[]{OWNER, BEA}) {
            inOrg("insert into member_role values (:org, '" + member + "', 'approver')");
            inOrg("insert into approval_group_member values (:org, 'approvers', '" + member + "')");
            inOrg("insert into member_key (org_id, key_id, member_id, alg, public_key) select :org, "
                    + "encode(substring(sha256(sha256('" + member + "')) for 8), 'hex'), '" + member
                    + "', 'ed25519', sha256('"
                    + member + "')");
        }
    }

    @Test
    void runsWhatIsAllowedByPolicyOnce() {
        submit("allow", "[]", "executing");
        run();
        assertThatThrownBy(this::run).hasMessageContaining("duplicate key");
    }

    @Test
    void runsWhatAsManyPeopleApprovedAsItAsksFor() {
        submit("require", TWO, "executing");
        decide(ADA, "approve");
        assertThatThrownBy(this::run).hasMessageContaining("quorum");
        decide(BEA, "approve");
        assertThatCode(this::run).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "approved", "denied", "expired", "cancelled", "executed", "failed", "unknown",
            "refused"})
    void runsNothingThatIsNotBeingExecuted(String state) {
        submit("allow", "[]", state);
        assertThatThrownBy(this::run).hasMessageContaining("being executed");
    }

    @Test
    void runsNothingThatPolicyDenies() {
        submit("deny", "[]", "executing");
        assertThatThrownBy(this::run).hasMessageContaining("policy denies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"count\":0,\"group\":\"approvers\"}]", "[{\"group\":\"approvers\"}]",
            "[{\"count\":-1,\"group\":\"approvers\"}]",
            "[{\"count\":2,\"group\":\"a\"},{\"count\":-1,\"group\":\"b\"}]",
            "[{\"count\":1,\"group\":\"a\"},{\"group\":\"b\"}]", "[null]"})
    void aQuorumOfNobodyApprovesNothing(String required) {
        submit("require", required, "executing");
        decide(ADA, "approve");
        assertThatThrownBy(this::run).hasMessageContaining("approves nothing");
    }

    @Test
    void whatHasExpiredDoesNotRun() {
        submit("allow", "[]", "executing", "now()");
        assertThatThrownBy(this::run).hasMessageContaining("expired");
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, false", "1, false"})
    void whatExpiresRunsUntilTheLastMicrosecondBefore(int microseconds, boolean runs) {
        submit("allow", "[]", "executing");
        if (runs) {
            runAt("expires_at", microseconds);
        } else {
            assertThatThrownBy(() -> runAt("expires_at", microseconds)).hasMessageContaining("expired");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, true", "1, true"})
    void whatIsHeldRunsFromTheVeryMicrosecondOn(int microseconds, boolean runs) {
        submit("allow", "[]", "executing");
        inOrg("update approval_request set run_after = now() + interval '1 minute' where id = :request");
        if (runs) {
            runAt("run_after", microseconds);
        } else {
            assertThatThrownBy(() -> runAt("run_after", microseconds)).hasMessageContaining("held");
        }
    }

    @Test
    void theAgentsOwnerDoesNotCount() {
        submit("require", ONE, "executing");
        decide(OWNER, "approve");
        assertThatThrownBy(this::run).hasMessageContaining("quorum");
    }

    @Test
    void aMemberWhoIsNoLongerActiveDoesNotCount() {
        submit("require", ONE, "executing");
        decide(ADA, "approve");
        inOrg("update member set active = false where id = '" + ADA + "'");
        assertThatThrownBy(this::run).hasMessageContaining("quorum");
    }

    @Test
    void oneWhoDeniesStopsAnyNumberWhoApprove() {
        submit("require", ONE, "executing");
        decide(ADA, "approve");
        decide(BEA, "deny");
        assertThatThrownBy(this::run).hasMessageContaining("denied");
    }

    @Test
    void onePersonInTwoGroupsCountsForOneOfThem() {
        submit("require", "[{\"count\":1,\"group\":\"approvers\"},{\"count\":1,\"group\":\"finance\"}]", "executing");
        inOrg("insert into approval_group_member values (:org, 'finance', '" + ADA + "')");
        decide(ADA, "approve");
        assertThatThrownBy(this::run).hasMessageContaining("quorum");
        decide(BEA, "approve");
        assertThatCode(this::run).doesNotThrowAnyException();
    }

    @Test
    void twoPeopleOfTheWrongGroupDoNotMakeAQuorum() {
        submit("require", "[{\"count\":1,\"group\":\"approvers\"},{\"count\":1,\"group\":\"finance\"}]", "executing");
        decide(ADA, "approve");
        decide(BEA, "approve");
        assertThatThrownBy(this::run).hasMessageContaining("quorum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update member_key set revoked_at = now() where member_id = ",
            "delete from member_role where member_id = ", "delete from approval_group_member where member_id = "})
    void aVoteStandsOnlyWhileKeyRoleAndGroupStand(String taken) {
        submit("require", ONE, "executing");
        decide(ADA, "approve");
        inOrg(taken + "'" + ADA + "'");
        assertThatThrownBy(this::run).hasMessageContaining("quorum");
    }

    @Test
    void anApprovalThatWasTakenBackDoesNotCountUntilItIsGivenAgain() {
        submit("require", ONE, "executing");
        decide(ADA, "approve");
        decide(ADA, "withdraw");
        assertThatThrownBy(this::run).hasMessageContaining("quorum");
        assertThatThrownBy(() -> decide(ADA, "withdraw")).hasMessageContaining("has decided");
        decide(ADA, "approve");
        assertThatCode(this::run).doesNotThrowAnyException();
    }

    @Test
    void nobodyTakesBackWhatTheyNeverSaid() {
        submit("require", ONE, "executing");
        assertThatThrownBy(() -> decide(ADA, "withdraw")).hasMessageContaining("nothing to withdraw");
        decide(ADA, "deny");
        assertThatThrownBy(() -> decide(ADA, "withdraw")).hasMessageContaining("has decided");
    }

    @Test
    void nobodyOverridesWhereThePolicyNamesNobody() {
        submit("require", ONE, "executing");
        decide(ADA, "override");
        assertThatThrownBy(this::run).hasMessageContaining("quorum");
    }

    @Test
    void whatIsHeldDoesNotRunYet() {
        submit("allow", "[]", "executing");
        inOrg("update approval_request set run_after = now() + interval '1 minute' where id = :request");
        assertThatThrownBy(this::run).hasMessageContaining("held");
    }

    @Test
    void nobodyDecidesTwice() {
        submit("require", TWO, "executing");
        decide(ADA, "approve");
        assertThatThrownBy(() -> decide(ADA, "approve")).hasMessageContaining("has decided");
    }

    @Test
    void aPayloadThatWasAlteredAfterApprovalDoesNotRun() throws SQLException {
        submit("allow", "[]", "executing");
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("set session_replication_role = replica");
            assertThat(statement.executeUpdate(
                    "update hub.approval_request set payload = '{\"v\":2}' where id = '" + request + "'")).isOne();
        }
        assertThatThrownBy(this::run).hasMessageContaining("not the one that was hashed");
    }

    @Test
    void anotherPayloadHashDoesNotRun() {
        submit("allow", "[]", "executing");
        assertThatThrownBy(() -> inOrg("insert into run (org_id, id, request_id, payload_hash, started_at) "
                + "values (:org, gen_random_uuid(), :request, sha256('x'), now())"))
                .hasMessageContaining("not the one that was hashed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"payload = 'x'", "payload_hash = sha256('x')", "required = '[]'",
            "policy_outcome = 'allow'", "expires_at = now()",
            "agent_id = gen_random_uuid()", "title = 'x'", "search_text = 'x'", "idempotency_key = 'x'",
            "policy_digest = sha256('x')"})
    void whatWasSubmittedIsFrozen(String change) throws SQLException {
        submit("require", ONE, "pending");
        assertThatThrownBy(() -> inOrg("update approval_request set " + change + " where id = :request"))
                .hasMessageContaining("permission denied");
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            assertThatThrownBy(() -> statement
                    .execute("update hub.approval_request set " + change + " where id = '" + request + "'"))
                    .hasMessageContaining("frozen");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"update %s set content = 'x', size = 1, sha256 = sha256('x')", "update %s set name = 'x'",
            "delete from %s"})
    void anAttachmentStaysAsItWasSubmitted(String change) throws SQLException {
        String sql = change.formatted("hub.request_attachment") + " where org_id = '" + org + "'";
        assertThatThrownBy(() -> inOrg(sql)).hasMessageContaining("permission denied");
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("stays as it was submitted");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"sha256('y'); 1", "sha256('x'); 2"})
    void anAttachmentIsStoredWithItsOwnDigestAndSize(String digest, String size) {
        String insert = "insert into request_attachment (org_id, request_id, position, name, media_type, sha256, size, content)"
                + " select org_id, id, 5, 'x.txt', 'text/plain', %s, %s, 'x' from approval_request where id = :request";
        submit("require", ONE, "pending");
        assertThatThrownBy(() -> inOrg(insert.formatted(digest, size)))
                .hasMessageContaining("attachment_digested");
        assertThatCode(() -> inOrg(insert.formatted("sha256('x')", "1"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"denied, approved", "expired, approved", "executed, executing", "failed, executing",
            "unknown, executing", "refused, approved",
            "cancelled, pending", "pending, executing", "pending, executed", "approved, executed"})
    void aStateOnlyMovesForward(String from, String to) {
        submit("require", ONE, from);
        assertThatThrownBy(() -> inOrg("update approval_request set state = '" + to + "' where id = :request"))
                .hasMessageContaining("cannot go from " + from + " to " + to);
    }

    @Test
    void aRefusalSaysWhyOnceAndAsItHappens() {
        submit("require", ONE, "approved");
        assertThatThrownBy(() -> inOrg("update approval_request set refusal = 'RUN_EXPIRED' where id = :request"))
                .hasMessageContaining("said when it is refused");
        assertThatThrownBy(() -> inOrg("update approval_request set state = 'refused' where id = :request"))
                .hasMessageContaining("check constraint");
        inOrg("update approval_request set state = 'refused', refusal = 'RUN_EXPIRED' where id = :request");
        assertThatThrownBy(() -> inOrg("update approval_request set refusal = 'KEY_REVOKED' where id = :request"))
                .hasMessageContaining("said when it is refused");
    }

    @Test
    void whatAPersonDeniedIsNoRefusalOfOurs() {
        submit("require", ONE, "pending");
        assertThatThrownBy(() -> inOrg(
                "update approval_request set state = 'denied', refusal = 'POLICY_DENIED' where id = :request"))
                .hasMessageContaining("check constraint");
    }

    @Test
    void aDecisionStaysAsItWasMade() {
        submit("require", ONE, "pending");
        decide(ADA, "deny");
        for (String attempt : new String[]{"update decision set decision = 'approve'", "delete from decision"}) {
            assertThatThrownBy(() -> inOrg(attempt)).hasMessageContaining("permission denied");
        }
    }

    @Test
    void aFinishedRunIsHistory() {
        submit("allow", "[]", "executing");
        run();
        inOrg("update run set outcome = 'failed', finished_at = now() where request_id = :request");
        assertThatThrownBy(() -> inOrg("update run set outcome = 'executed' where request_id = :request"))
                .hasMessageContaining("does not change");
    }

    private void submit(String outcome, String required, String state) {
        submit(outcome, required, state, "now() + interval '1 hour'");
    }

    private void submit(String outcome, String required, String state, String expiry) {
        request = UuidV7.next();
        inOrg("""
                insert into approval_request (org_id, id, agent_id, workspace_id, tool_name, connector_id, title, risk, payload, payload_hash,
                    policy_id, policy_version, policy_digest, policy_outcome, required, state, refusal, idempotency_key, submission_hash, created_at,
                    expires_at)
                select org_id, :request, agent_id, workspace_id, tool_name, connector_id, title, risk, payload, payload_hash,
                    policy_id, policy_version, policy_digest, '%s', '%s', '%s', %s, gen_random_uuid()::text, submission_hash, created_at, %s
                  from approval_request where id = '00000000-0000-7000-8000-00000000000c'"""
                .formatted(outcome, required, state, state.equals("refused") ? "'RUN_EXPIRED'" : "null", expiry));
    }

    private void decide(UUID member, String decision) {
        inOrg("insert into decision (org_id, id, request_id, member_id, key_id, decision, statement, signature, decided_at) select org_id, "
                + "gen_random_uuid(), :request, '" + member + "', key_id, '" + decision
                + "', '{}', sha256('a') || sha256('b'), now() from member_key where member_id = '" + member + "'");
    }

    private void run() {
        inOrg("insert into run (org_id, id, request_id, payload_hash, started_at) "
                + "select org_id, gen_random_uuid(), id, payload_hash, now() from approval_request where id = :request");
    }

    /** Begins the run so many microseconds after the moment that the request names. */
    private void runAt(String moment, int microseconds) {
        inOrg("insert into run (org_id, id, request_id, payload_hash, started_at) "
                + "select org_id, gen_random_uuid(), id, payload_hash, " + moment + " + interval '" + microseconds
                + " microseconds' from approval_request where id = :request");
    }

    private void inOrg(String sql) {
        transactions.run(OrgContext.system(org), handle -> execute(handle, sql));
    }

    private void execute(Handle handle, String sql) {
        // A statement that touches nothing would prove nothing.
        try (var update = handle.createUpdate(sql)) {
            if (sql.contains(":org")) {
                update.bind("org", org);
            }
            if (sql.contains(":request")) {
                update.bind("request", request);
            }
            assertThat(update.execute()).isPositive();
        }
    }
}
