package dev.agenthub.db.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.SharedDatabaseQueries;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who acts narrows what they see within their organization, against somebody who can run any SQL in their session and
 * was granted every right. The organization has two workspaces, each with an agent, a connector and a request.
 */
class NarrowingTest {
    private static final UUID CARE = id("001");
    private static final UUID TREASURY = id("101");
    private static final UUID NOA = id("002");
    private static final UUID ADA = id("003");
    private static final UUID CARE_AGENT = id("00a");
    private static final UUID TREASURY_AGENT = id("10a");

    /** Tables whose rows belong to a workspace, and how many each workspace has. */
    private static final List<String> OF_WORKSPACES = List.of("hub.workspace", "hub.connector",
            "hub.connector_client", "hub.connection",
            "hub.authorization_attempt", "hub.token_revocation", "hub.agent",
            "hub.agent_key", "hub.agent_tool", "hub.earlier_tool", "hub.approval_request", "hub.request_attachment",
            "hub.decision",
            "hub.alert_acknowledgement",
            "hub.run", "hub.budget", "hub.budget_period", "hub.reservation", "hub.rate",
            "hub.cap_alert", "hub.cap_alert_acknowledgement");

    /** Of these there is one more, of the whole organization, which nobody narrowed to workspaces sees. */
    private static final List<String> OF_THE_ORGANIZATION = List.of("hub.approval_request", "hub.decision");

    /** Of these a member of some workspaces sees their own rows, or parts that have a test of their own. */
    private static final List<String> NARROWED_OTHERWISE = List.of("audit.event", "hub.workspace_member",
            "hub.payload_fetch", "hub.applied_change");

    private static final List<String> CREDENTIALS = List.of("hub.connector_client", "hub.connection",
            "hub.authorization_attempt",
            "hub.token_revocation", "hub.session", "hub.agent_key",
            "hub.invitation",
            "hub.signin_challenge", "hub.payload_fetch", "hub.remembered_answer");

    /** A column that a credential stands in, or its hash. */
    private static final String OF_A_CREDENTIAL = "^(sealed|secret|code|state)_|challenge";

    private static UUID org = new UUID(0, 0);

    @BeforeAll
    static void fill() throws SQLException {
        org = SharedDatabase.filledOrganization();
        SharedDatabase.runAsSuperuser("second-workspace.sql", org);
    }

    static Stream<String> ofWorkspaces() {
        return OF_WORKSPACES.stream();
    }

    static Stream<String> tables() throws SQLException {
        return CrossOrganizationTest.tables();
    }

    /** What no agent and no auditor sees: a table is seen whole, so that none of these stands in a table that they see. */
    @Test
    void everyCredentialIsInATableOfCredentials() throws SQLException {
        assertThat(SharedDatabaseQueries.superuser("select attrelid::regclass || '.' || attname from pg_attribute"
                + " where attname ~ '" + OF_A_CREDENTIAL + "' and not attisdropped and attnum > 0"
                + " and attrelid in (select relid from sec.tenant_table)"))
                .contains("hub.agent_key.secret_hash").allSatisfy(
                        column -> assertThat(CREDENTIALS).contains(column.replaceAll("\\.[^.]*$", "")));
    }

    @Test
    void everyTableWithRowsOfWorkspacesIsAmongThem() throws SQLException {
        assertThat(SharedDatabaseQueries.superuser(
                "select attrelid::regclass from pg_attribute where attname = 'workspace_id' and not attisdropped"
                        + " and attrelid in (select relid from sec.tenant_table)"))
                .contains("hub.connector").allSatisfy(table -> assertThat(List.of(OF_WORKSPACES, NARROWED_OTHERWISE))
                        .as("%s in a list of this test", table).anySatisfy(list -> assertThat(list).contains(table)));
    }

    private static long all(String table) {
        return OF_THE_ORGANIZATION.contains(table) ? 3 : 2;
    }

    @ParameterizedTest
    @MethodSource("ofWorkspaces")
    void aMemberOfOneWorkspaceSeesNothingOfAnother(String table) throws SQLException {
        assertThat(count(OrgContext.member(org, ADA), table)).as("both workspaces have rows")
                .isEqualTo(all(table));
        assertThat(count(OrgContext.member(org, ADA, List.of(CARE)), table)).isEqualTo(1);
        assertThat(count(OrgContext.member(org, ADA, List.of(TREASURY)), table)).isEqualTo(1);
        assertThat(count(OrgContext.member(org, ADA, List.of(CARE, TREASURY)), table)).isEqualTo(2);
        assertThat(count(OrgContext.member(org, ADA, List.of()), table)).isZero();
    }

    @ParameterizedTest
    @MethodSource("ofWorkspaces")
    void aMemberOfOneWorkspaceChangesNothingOfAnother(String table) throws SQLException {
        try (Attacker member = Attacker.withEveryRight().in(OrgContext.member(org, ADA, List.of(CARE)))) {
            String theirs = table.equals("hub.workspace")
                    ? "id = '" + TREASURY + "'"
                    : "ctid not in (select ctid from " + table + ")";
            assertThat(member.change("update " + table + " set org_id = org_id where " + theirs)).isZero();
            assertThat(member.change("delete from " + table + " where " + theirs)).isZero();
        }
    }

    @Test
    void aMemberOfOneWorkspacePlacesNothingInAnother() throws SQLException {
        try (Attacker member = Attacker.withEveryRight().in(OrgContext.member(org, ADA, List.of(CARE)))) {
            for (String attempt : List.of("update agent set workspace_id = '" + TREASURY + "'",
                    "update connector set workspace_id = '" + TREASURY + "'",
                    "insert into connector (org_id, id, workspace_id, name, base_url, kind) values ('" + org
                            + "', gen_random_uuid(), '" + TREASURY + "', 'Mine', 'http://127.0.0.1', 'sandbox')",
                    "insert into agent_key (org_id, id, agent_id, secret_hash) values ('" + org
                            + "', gen_random_uuid(), '"
                            + TREASURY_AGENT + "', sha256('x'))",
                    "insert into workspace values ('" + org + "', gen_random_uuid(), 'Mine')",
                    "insert into workspace_member values ('" + org + "', '" + TREASURY + "', '" + ADA + "')")) {
                assertThat(member.outcome(() -> member.run(attempt))).as(attempt).startsWith("42501 ");
            }
            assertThat(member.change("update member set every_workspace = true where id = '" + ADA + "'")).isZero();
        }
    }

    @Test
    void aMemberOfOneWorkspaceReadsOnlyItsPartOfTheLog() throws SQLException {
        assertThat(count(OrgContext.member(org, ADA, List.of(CARE)), "audit.event")).isZero();
        assertThat(count(OrgContext.member(org, ADA, List.of(TREASURY)), "audit.event")).isEqualTo(1);
        assertThat(count(OrgContext.member(org, ADA), "audit.event")).isEqualTo(2);
    }

    @Test
    void aMemberOfOneWorkspaceSeesNobodyElsesCredentials() throws SQLException {
        OrgContext noa = OrgContext.member(org, NOA, List.of(CARE));
        assertThat(count(noa, "hub.session")).as("Ada's").isZero();
        assertThat(count(noa, "hub.payload_fetch")).as("Ada's").isZero();
        assertThat(count(noa, "hub.remembered_answer")).as("Ada's").isZero();
        assertThat(count(noa, "hub.invitation")).isZero();
        assertThat(count(noa, "hub.signin_challenge")).isZero();
        assertThat(count(OrgContext.member(org, ADA, List.of(CARE)), "hub.session")).isEqualTo(1);
        assertThat(count(OrgContext.member(org, ADA, List.of(CARE)), "hub.remembered_answer")).isEqualTo(1);
    }

    /** What an index has of the organization's rows its members can find by comparing: db/docs/what-sql-can-learn.md. */
    @Test
    void noIndexHasAnythingSecretButAsItsHash() throws SQLException {
        assertThat(SharedDatabaseQueries.superuser("""
                select distinct i.indrelid::regclass || '.' || a.attname
                  from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
                 where a.atttypid = 'bytea'::regtype and i.indrelid in (select relid from sec.tenant_table)
                """)).contains("hub.payload_fetch.challenge_hash")
                .allMatch(column -> column.endsWith("_hash") || column.equals("hub.earlier_tool.digest"));
    }

    @Test
    void aMemberOfOneWorkspaceAcknowledgesAndEndsNothingForSomebodyElse() throws SQLException {
        try (Attacker ada = Attacker.withEveryRight().in(OrgContext.member(org, ADA, List.of(CARE)))) {
            for (String attempt : List.of(
                    "insert into alert_acknowledgement (org_id, decision_id, member_id, acknowledged_at) values ('"
                            + org
                            + "', '" + id("00d") + "', '" + NOA + "', now())",
                    "insert into cap_alert_acknowledgement (org_id, alert_id, member_id, workspace_id, acknowledged_at)"
                            + " values ('" + org + "', '" + id("01b") + "', '" + NOA + "', '" + CARE + "', now())")) {
                assertThat(ada.outcome(() -> ada.run(attempt))).as(attempt).startsWith("42501 ");
            }
        }
        try (Attacker delegate = Attacker.withEveryRight().in(OrgContext.member(org, NOA, List.of(CARE)))) {
            assertThat(delegate.change("update delegation set ended_at = now()")).as("it is Ada's to end").isZero();
        }
    }

    @Test
    void anAuditorWritesNothing() throws SQLException {
        try (Attacker auditor = Attacker.withEveryRight().in(OrgContext.auditor(org, NOA))) {
            for (String table : tables().toList()) {
                for (String attempt : List.of("update %s set org_id = org_id", "delete from %s",
                        "insert into %s select * from %s",
                        "merge into %s using (values (1)) v (x) on true when matched then delete",
                        "select * from %s for update",
                        "with d as (delete from %s returning 1) select * from d", "truncate %s")) {
                    String sql = attempt.replace("%s", table);
                    assertThat(auditor.outcome(() -> auditor.run(sql))).as(sql).matches("(25006|42501) .*");
                }
            }
        }
    }

    /** PostgreSQL 15 lets a transaction be made writable again: nothing that an auditor may write depends on it. */
    @Test
    void anAuditorWritesNothingEvenIfTheTransactionWereWritable() throws SQLException {
        writesNothing(OrgContext.auditor(org, NOA), tables());
    }

    @ParameterizedTest
    @ValueSource(strings = {"set transaction read write", "set local transaction_read_only = off",
            "set transaction_read_only = off",
            "select set_config('transaction_read_only', 'off', true)", "reset transaction_read_only", "reset all",
            "discard all",
            "set session characteristics as transaction read write"})
    void anAuditorCannotMakeTheTransactionWritable(String attempt) throws SQLException {
        try (Attacker auditor = Attacker.withEveryRight().in(OrgContext.auditor(org, NOA))) {
            auditor.outcome(() -> auditor.run(attempt));
            assertThat(auditor.outcome(
                    () -> auditor.run("insert into hub.workspace values ('" + org + "', gen_random_uuid(), 'Mine')")))
                    .matches("(25006|42501|28000) .*");
        }
    }

    @Test
    void anAuditorAppendsNothingToTheLog() throws SQLException {
        try (Attacker auditor = Attacker.asGranted().in(OrgContext.auditor(org, NOA))) {
            assertThat(auditor.outcome(() -> auditor.run("select * from audit.append(array['x']::bytea[])")))
                    .startsWith("42501 ");
            assertThat(auditor.outcome(() -> auditor.run("select audit.take_turn()"))).startsWith("42501 ");
            assertThat(auditor.outcome(() -> auditor.run("select audit.open_log('mine')"))).startsWith("42501 ");
        }
    }

    @Test
    void anAuditorReadsTheLogAndWhatItTellsOfButNoCredential() throws SQLException {
        OrgContext auditor = OrgContext.auditor(org, NOA);
        for (String table : List.of("audit.event", "hub.approval_request", "hub.request_attachment", "hub.decision",
                "hub.alert_acknowledgement",
                "hub.run", "hub.workspace",
                "hub.agent")) {
            assertThat(count(auditor, table)).as(table).isEqualTo(all(table));
        }
        assertThat(count(auditor, "hub.applied_change")).isEqualTo(1);
        assertThat(count(auditor, "hub.member_key")).isEqualTo(1);
        assertThat(count(auditor, "hub.checkpoint")).isEqualTo(1);
        for (String table : CREDENTIALS) {
            assertThat(count(auditor, table)).as(table).isZero();
        }
    }

    @Test
    void anAgentSeesItsOwnOnlyAndOfMostTablesNothing() throws SQLException {
        try (Attacker agent = Attacker.withEveryRight().in(OrgContext.agent(org, CARE_AGENT))) {
            TreeSet<String> visible = new TreeSet<>();
            for (String table : tables().toList()) {
                String count = agent.one("select count(*) from " + table);
                if (!count.equals("0")) {
                    visible.add(table);
                    assertThat(count).as(table).isEqualTo("1");
                }
            }
            assertThat(visible).containsExactly("hub.agent", "hub.agent_tool", "hub.approval_request", "hub.connector",
                    "hub.organization", "hub.run", "hub.workspace");
            assertThat(agent.one("select id from agent")).isEqualTo(CARE_AGENT.toString());
            assertThat(agent.one("select convert_from(payload, 'UTF8') from approval_request")).isEqualTo("{\"v\":1}");
        }
    }

    @Test
    void anAgentThatIsNotThereSeesNoAgentsRows() throws SQLException {
        for (String table : List.of("hub.approval_request", "hub.agent", "hub.agent_tool", "hub.connector",
                "hub.workspace")) {
            assertThat(count(OrgContext.agent(org, id("fff")), table)).as(table).isZero();
        }
    }

    @Test
    void anAgentLearnsNothingOfTheLog() throws SQLException {
        try (Attacker agent = Attacker.asGranted().in(OrgContext.agent(org, CARE_AGENT))) {
            for (String attempt : List.of("select * from audit.heads()", "select * from audit.current_head()",
                    "select audit.take_turn()", "select * from audit.append(array['x']::bytea[])",
                    "select audit.restore_log(2)")) {
                assertThat(agent.outcome(() -> agent.run(attempt))).as(attempt).startsWith("42501 ");
            }
            assertThat(agent.one("select audit.place_at(1, 'infinity')")).isEqualTo("0");
        }
    }

    /** An agent's requests are written by the backend: what acts as the agent only reads. */
    @Test
    void anAgentWritesNothing() throws SQLException {
        writesNothing(OrgContext.agent(org, CARE_AGENT), tables());
    }

    @Test
    void aMemberOfNoWorkspaceWritesNothingButTheirOwnSessionsAnswersAndDelegations() throws SQLException {
        writesNothing(OrgContext.member(org, ADA, List.of()),
                tables().filter(
                        table -> !List.of("hub.session", "hub.remembered_answer", "hub.delegation").contains(table)));
    }

    /** With rows to write given by the administrator, since they cannot see any to copy. */
    private static void writesNothing(OrgContext context, Stream<String> tables) throws SQLException {
        try (Attacker actor = Attacker.withEveryRight()) {
            actor.inWritable(context);
            for (String table : tables.toList()) {
                List<String> rows = SharedDatabaseQueries
                        .superuser("select to_jsonb(t) from " + table + " t where org_id = '" + org + "' limit 1");
                assertThat(rows).as("rows of %s in organization.sql", table).isNotEmpty();
                String row = rows.getFirst().replace("'", "''");
                for (String attempt : List.of("update %s set org_id = org_id returning 1",
                        "delete from %s returning 1",
                        "merge into %s using (values (1)) v (x) on true when matched then delete",
                        "with d as (delete from %s returning 1) select * from d", "select 1 from %s for update",
                        "insert into %s select (jsonb_populate_record(null::%s, '" + row + "')).* returning 1")) {
                    String sql = attempt.replace("%s", table);
                    String outcome = actor.probe(() -> assertThat(actor.run(sql)).as(sql).isEmpty());
                    assertThat(outcome).as(sql).matches(refusal(attempt, table));
                }
            }
        }
    }

    /** A policy refuses what is written, but where a trigger is asked before it; what is to be changed is not found. */
    private static String refusal(String attempt, String table) {
        if (attempt.startsWith("insert")) {
            return switch (table) {
                case "hub.run", "hub.applied_change" -> "(?s)23514 .*";
                case "hub.reservation" -> "(?s)(42501|23514 .*budgets of its own workspace).*";
                case "hub.delegation" -> "(?s)(42501|23P01 .*lets somebody decide).*";
                case "hub.decision" -> "(?s)(42501|23505 .*this member has decided).*";
                default -> "(?s)42501 .*";
            };
        }
        // A MERGE that names no column meets all rows, and is refused at the first.
        return attempt.startsWith("merge") ? "(?s)42501 .*target row violates.*" : Attacker.WORKS;
    }

    @Test
    void nobodyWidensTheirOwnContext() throws SQLException {
        for (OrgContext context : List.of(OrgContext.agent(org, CARE_AGENT), OrgContext.auditor(org, NOA),
                OrgContext.member(org, ADA, List.of(CARE)))) {
            try (Attacker attacker = Attacker.withEveryRight().in(context)) {
                String kept = attacker.context();
                List<String> seen = attacker.run("select id from approval_request order by id");
                for (String forged : List.of(kept.replaceFirst("_(agent|auditor|member)_", "_system_"),
                        kept.replaceFirst("_f_", "_t_"), kept, "")) {
                    assertThat(attacker.outcome(
                            () -> attacker.run("select set_config('backtrace_functions', '" + forged + "', true)")))
                            .as(forged).startsWith("42501 ");
                    assertThat(attacker.run("select id from approval_request order by id")).isEqualTo(seen);
                }
            }
        }
    }

    @Test
    void aNewTableIsClosedToThemUntilItsMigrationOpensIt() throws SQLException {
        try (Connection owner = SharedDatabase.ownerConnection(); Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute(
                    "create table hub.fresh (org_id uuid not null, id uuid not null, primary key (org_id, id));"
                            + "call sec.protect('hub.fresh', 'select, insert')");
            try (var row = statement.executeQuery(
                    "select string_agg(distinct condition, ' | ') from pg_policy p, unnest(array[pg_get_expr(polqual, polrelid),"
                            + " pg_get_expr(polwithcheck, polrelid)]) condition where polrelid = 'hub.fresh'::regclass and not polpermissive")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo(
                        "((org_id = ANY (ARRAY[( SELECT sec.org_of_members() AS org_of_members)])) AND ( SELECT sec.sees_everything() AS sees_everything))");
            }
            owner.rollback();
        }
    }

    private static long count(OrgContext context, String table) throws SQLException {
        try (Attacker session = Attacker.withEveryRight().in(context)) {
            return Long.parseLong(session.one("select count(*) from " + table));
        }
    }

    private static UUID id(String end) {
        return UUID.fromString("00000000-0000-7000-8000-000000000" + end);
    }
}
