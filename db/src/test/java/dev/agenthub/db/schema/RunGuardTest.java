package dev.agenthub.db.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.SharedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL refuses to let the application run, whatever the application believes. */
class RunGuardTest extends GuardedRequests {
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
}
