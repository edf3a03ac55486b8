package dev.agenthub.db.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.SharedDatabaseQueries;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A row that belongs to a workspace hangs on rows of that workspace only. Foreign keys are checked past row-level security, so that a
 * member of one workspace could otherwise name a row of another one whose id they know.
 */
class WorkspaceTiesTest {
    private static final String CARE = "00000000-0000-7000-8000-000000000001";
    private static final UUID ADA = UUID.fromString("00000000-0000-7000-8000-000000000003");
    private static final UUID CARE_AGENT = UUID.fromString("00000000-0000-7000-8000-00000000000a");

    /** Foreign keys that do not carry the workspace, by what ties it instead. */
    private static final Map<String, List<String>> TIED_BY_TRIGGER = Map.of(
            "hub.of_connector", List.of("hub.connection (connector_id)", "hub.authorization_attempt (connector_id)",
                    "hub.token_revocation (connector_id)"),
            "hub.of_agent", List.of("hub.agent_key (agent_id)", "hub.agent_tool (agent_id)",
                    "hub.earlier_tool (agent_id)"),
            "hub.of_request", List.of("hub.request_attachment (request_id)", "hub.payload_fetch (request_id)",
                    "hub.decision (request_id)", "hub.applied_change (request_id)"),
            "hub.of_decision", List.of("hub.alert_acknowledgement (decision_id)"),
            "hub.run_of_request", List.of("hub.run (request_id)"),
            "hub.of_run", List.of("hub.reservation (run_id)"),
            "hub.replaces_in_workspace", List.of("hub.approval_request (replaces)"));
    /** Of a table, a column and a function. */
    private static final String TIE = """
            select r.prosrc ~ ('select[^;]*workspace_id[^;]*from ' || k.confrelid::regclass || ' [^;]*new\\.%2$s')
                   || ' ' || has_column_privilege('hub_app', k.conrelid, '%2$s', 'update')
              from sec.required_trigger q join pg_proc r on r.oid = to_regprocedure(q.function_name)
              join pg_constraint k on k.conrelid = q.table_name::regclass and k.contype = 'f'
              join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname = '%2$s'
             where q.table_name = '%1$s' and q.function_name = '%3$s()'
            """;

    private static UUID org = new UUID(0, 0);

    @BeforeAll
    static void fill() throws SQLException {
        org = SharedDatabase.filledOrganization();
        SharedDatabase.runAsSuperuser("second-workspace.sql", org);
        SharedDatabaseQueries.superuser("delete from hub.reservation where org_id = '" + org + "' and run_id = "
                + id("10e") + " returning 1");
    }

    /** From the catalog, so that a foreign key added next year is among them. */
    @Test
    void everyForeignKeyBetweenTablesOfWorkspacesCarriesTheWorkspaceOrATriggerTiesIt() throws SQLException {
        List<String> loose = SharedDatabaseQueries.superuser(
                """
                        select k.conrelid::regclass || ' (' || (select string_agg(a.attname, ', ' order by a.attnum) from pg_attribute a
                                where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname <> 'org_id') || ')'
                          from pg_constraint k
                          join sec.tenant_table t on t.relid = k.conrelid
                          join pg_attribute mine on mine.attrelid = k.conrelid and mine.attname = 'workspace_id'
                          join pg_attribute theirs on theirs.attrelid = k.confrelid
                           and theirs.attname = case k.confrelid when 'hub.workspace'::regclass then 'id' else 'workspace_id' end
                         where k.contype = 'f' and not exists (select from generate_subscripts(k.conkey, 1) at
                                where k.conkey[at] = mine.attnum and k.confkey[at] = theirs.attnum)
                        """);
        assertThat(loose).containsExactlyInAnyOrderElementsOf(
                TIED_BY_TRIGGER.values().stream().flatMap(List::stream).toList());
    }

    /** The trigger is required, asks the table that the key references, and what it asked by is never changed. */
    @Test
    void theTriggersTieWhatTheyAreSaidToTie() throws SQLException {
        for (Map.Entry<String, List<String>> tie : TIED_BY_TRIGGER.entrySet()) {
            for (String key : tie.getValue()) {
                String table = key.replaceAll(" .*", "");
                String column = key.replaceAll(".*\\(|\\)", "");
                assertThat(SharedDatabaseQueries.superuser(TIE.formatted(table, column, tie.getKey())))
                        .as(key).containsExactly("true false");
            }
        }
    }

    @Test
    void noRowGoesToAnotherWorkspace() throws SQLException {
        assertThat(SharedDatabaseQueries.superuser(
                """
                        select t.name from sec.tenant_table t join pg_attribute a on a.attrelid = t.relid and a.attname = 'workspace_id'
                         where has_column_privilege('hub_app', t.relid, a.attnum, 'update')
                        """))
                .isEmpty();
    }

    private static String id(String end) {
        return "'00000000-0000-7000-8000-000000000" + end + "'";
    }

    /** As granted, in the session of a member of the one workspace who knows the ids of the other. */
    @ParameterizedTest
    @ValueSource(strings = {
            "insert into agent_tool (org_id, agent_id, name, connector_id, definition, digest, risk)"
                    + " select org_id, agent_id, 'money.send', $BANK, definition, digest, risk from agent_tool",
            "update agent_tool set connector_id = $BANK",
            "insert into budget (org_id, id, workspace_id, connector_id, period, currency, cap)"
                    + " select org_id, gen_random_uuid(), workspace_id, $BANK, period, currency, cap from budget",
            "insert into rate (org_id, id, workspace_id, connector_id, calls, per)"
                    + " select org_id, gen_random_uuid(), workspace_id, $BANK, calls, per from rate",
            "insert into reservation (org_id, run_id, workspace_id, connector_id, amount, currency, reserved_at, budgets)"
                    + " select org_id, $RUN, workspace_id, connector_id, amount, currency, reserved_at, budgets from reservation",
            "$RESERVATION array[$CAP] from reservation", "$RESERVATION budgets || $CAP from reservation",
            "$RESERVATION budgets || gen_random_uuid() from reservation",
            "$RESERVATION budgets || null::uuid from reservation",
            "$REQUEST $AGENT, tool_name, connector_id, null, '{}'$FROM",
            "$REQUEST agent_id, tool_name, $BANK, null, '{}'$FROM",
            "$REQUEST agent_id, tool_name, connector_id, $ASKED, array[agent_id]$FROM",
            "insert into earlier_tool (org_id, agent_id, digest, definition) select org_id, $AGENT, digest, definition from earlier_tool",
            "insert into connection (org_id, id, connector_id, sealed_token) select org_id, gen_random_uuid(), $BANK, sealed_token from connection"})
    void aMemberOfOneWorkspaceNamesNothingOfAnother(String attempt) throws SQLException {
        String sql = attempt.replace("$REQUEST",
                """
                        insert into approval_request (org_id, id, workspace_id, title, risk, payload, payload_hash, policy_id, policy_version,
                            policy_digest, policy_outcome, required, state, idempotency_key, submission_hash, created_at, expires_at,
                            agent_id, tool_name, connector_id, replaces, editors)
                        select org_id, gen_random_uuid(), workspace_id, title, risk, payload, payload_hash, policy_id, policy_version, policy_digest,
                               policy_outcome, required, 'pending', 'another', submission_hash, created_at, expires_at,""")
                .replace("$RESERVATION",
                        "insert into reservation (org_id, run_id, workspace_id, connector_id, amount, currency, reserved_at, budgets)"
                                + " select org_id, run_id, workspace_id, connector_id, amount, currency, reserved_at,")
                .replace("$CAP", id("119") + "::uuid").replace("$FROM", " from approval_request")
                .replace("$BANK", id("107"))
                .replace("$AGENT", id("10a"))
                .replace("$RUN", id("10e")).replace("$ASKED", id("10c"));
        try (Attacker member = Attacker.asGranted()
                .in(OrgContext.member(org, ADA, List.of(UUID.fromString(CARE))))) {
            assertThat(member.outcome(() -> member.run(sql))).as(sql).matches("(?s)(23503|23514|42501) .*");
        }
    }

    @Test
    void anAgentSeesNoConnectorOfAnotherWorkspaceWhateverItsToolsName() throws SQLException {
        try (Attacker agent = Attacker.withEveryRight()) {
            agent.outcome(() -> agent.run("reset role; update agent_tool set connector_id = " + id("107")
                    + " where org_id = '" + org + "' and agent_id = '" + CARE_AGENT + "'"));
            agent.run("set local role hub_app");
            agent.in(OrgContext.agent(org, CARE_AGENT));
            assertThat(agent.run("select workspace_id from connector")).containsExactly(CARE);
        }
    }
}
