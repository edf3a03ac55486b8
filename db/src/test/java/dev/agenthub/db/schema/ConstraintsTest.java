package dev.agenthub.db.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.SharedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no row may be, whoever writes it: by the administrator, without policies, triggers and references. */
class ConstraintsTest {
    private static final String CHECK = "23514";
    private static final String UNIQUE = "23505";

    private static UUID org = new UUID(0, 0);
    private static Connection superuser;

    @BeforeAll
    static void fill() throws SQLException {
        org = SharedDatabase.filledOrganization();
        superuser = SharedDatabase.get().superuserConnection();
        superuser.setAutoCommit(false);
    }

    @AfterEach
    void undo() throws SQLException {
        superuser.rollback();
    }

    @AfterAll
    static void close() throws SQLException {
        superuser.close();
    }

    private static void isRefused(String sql, String state) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute("set local session_replication_role = replica");
            assertThatThrownBy(() -> statement.execute(sql)).as(sql).isInstanceOfSatisfying(SQLException.class,
                    e -> assertThat(e.getSQLState()).as(e.getMessage())
                            .isEqualTo(state));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // People.
            "delegation set delegate_id = member_id", "delegation set ends_at = starts_at",
            "invitation set used_at = now()", "invitation set roles = '{root}'",
            "member_role set role = 'root'",
            // Connections.
            "connector set own_definition = true", "connection set refresher = org_id",
            "authorization_attempt set sealed_device = 'x', poll_interval = 5, next_poll_at = now()",
            // Policies and tools are what their digests say.
            "policy_version set document = '{\"rules\":[]}'", "agent_tool set definition = 'x'",
            "earlier_tool set definition = 'x'",
            // Requests, and who asks for what.
            "approval_request set agent_id = case when proposer_id is null then agent_id else org_id end",
            "approval_request set change_kind = case when proposer_id is null then 'member.change' else change_kind end",
            "approval_request set policy_outcome = 'allow'", "approval_request set required = '[]'",
            "approval_request set refusal = 'RUN_EXPIRED', state = 'expired'",
            "approval_request set state = 'refused'", "approval_request set editors = array[org_id]",
            "approval_request set escalate_at = now()", "approval_request set escalated_at = now()",
            "approval_request set terms = '{\"escalation\":{}}', escalate_at = now(), escalated_at = now() - interval '1 s'",
            "decision set decision = 'veto'", "decision set turn = -1", "decision set signature = sha256('a')",
            // Runs.
            "run set finished_at = now()", "run set outcome = 'executed'",
            "run set finished_at = now(), outcome = 'denied'",
            // Money.
            "budget set cap = -0.0001", "budget_period set reserved = cap + 0.0001",
            "budget_period set spent = cap, reserved = 0.0001", "budget_period set reserved = -0.0001",
            "budget_period set told = 90", "reservation set amount = 0", "reservation set state = 'spent'",
            "cap_alert set percent = 90", "rate set calls = 0",
            // Evidence and answers.
            "checkpoint set size = -1", "checkpoint_timestamp set token = ''", "remembered_answer set made = 'x'"})
    void noRowBecomes(String change) throws SQLException {
        isRefused("update hub." + change + " where org_id = '" + org + "'", CHECK);
    }

    /** Two copies of what is there, with other values in the columns that may differ. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            workspace          | 'id', gen_random_uuid()
            connector          | 'id', gen_random_uuid()
            agent              | 'id', gen_random_uuid()
            policy             | 'id', gen_random_uuid(), 'name', n, 'kind', 'governance'
            approval_request   | 'id', gen_random_uuid()
            approval_request   | 'id', gen_random_uuid(), 'idempotency_key', gen_random_uuid(), 'replaces', org_id, 'editors', array[org_id], 'proposer_id', null, 'agent_id', org_id, 'tool_name', 't', 'connector_id', org_id, 'workspace_id', org_id, 'change_kind', null, 'subject_kind', null, 'subject_id', null
            request_attachment | 'position', n
            decision           | 'id', gen_random_uuid()
            run                | 'id', gen_random_uuid()
            budget             | 'id', gen_random_uuid()
            budget             | 'id', gen_random_uuid(), 'connector_id', null
            rate               | 'id', gen_random_uuid()
            rate               | 'id', gen_random_uuid(), 'connector_id', null
            checkpoint_signer  | 'signer', gen_random_uuid()
            checkpoint         | 'note', 'another'
            remembered_answer  | 'status', 200
            """)
    void thereAreNoTwoOf(String table, String others) throws SQLException {
        isRefused("insert into hub." + table + " select (jsonb_populate_record(t, jsonb_build_object(" + others
                + "))).* from hub." + table + " t, generate_series(1, 2) n where org_id = '" + org + "'", UNIQUE);
    }
}
