package dev.agenthub.db.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.SharedDatabaseQueries;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether a scan of any index visits entries of other organizations: the pages that it touches, the searches that it begins and the
 * rows that it discards would then tell what these entries hold.
 *
 * <p>Each table gets the same row for a thousand other organizations, enough for several pages of an index, and each index in turn is
 * the only one that the planner may use. Of two conditions on its columns one holds for all of these rows and the other for none.
 */
class IndexVisitsTest {
    private static final int OTHERS = 1_000;

    private static Attacker attacker;
    private static UUID org;
    private static UUID empty;

    @BeforeAll
    static void fill() throws SQLException {
        org = SharedDatabase.filledOrganization();
        empty = SharedDatabase.get().database().organizations().create("Empty", "test");
        attacker = Attacker.withEveryRight();
    }

    @AfterAll
    static void leave() throws SQLException {
        attacker.close();
    }

    static Stream<String> tables() throws SQLException {
        return CrossOrganizationTest.tables();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noIndexTellsOfAnotherOrganization(String table) throws SQLException {
        copyToOthers(table);
        for (String index : asSuperuser(
                "select i.indexrelid::regclass from pg_index i where i.indrelid = '" + table + "'::regclass")) {
            assertThat(answers(table, index)).as(index).isEmpty();
        }
        attacker.beginAgain();
    }

    /** The guard refuses such indexes; were there one, the test above would be red. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hub.connection   | (sealed_token)
            hub.connection   | (version, org_id)
            hub.connection   | (sealed_token, org_id, id)
            hub.connection   | (connector_id) include (org_id)
            hub.connection   | ((sealed_token is null), org_id)
            hub.member       | (name) where active
            hub.agent_key    | (secret_hash, org_id) where revoked_at is null
            """)
    void anIndexWithAnotherColumnFirstTells(String table, String columns) throws SQLException {
        copyToOthers(table);
        asSuperuser("create index told on " + table + " " + columns);
        assertThat(answers(table, "hub.told")).isNotEmpty();
        attacker.beginAgain();
    }

    /** Members of some workspaces, agents and auditors can read the index entries of their whole organization, bit by bit. */
    @Test
    void ofASecretAnIndexHasTheHash() throws SQLException {
        List<String> columns = SharedDatabaseQueries.superuser(
                """
                        select distinct a.attname
                          from sec.tenant_table t
                          join pg_index i on i.indrelid = t.relid
                          join pg_attribute a on a.attrelid = t.relid and a.atttypid = 'bytea'::regtype
                         where a.attnum = any (i.indkey) or pg_get_expr(i.indexprs, i.indrelid) ~ ('\\m' || a.attname || '\\M')""");
        assertThat(columns).isNotEmpty().allMatch(column -> column.matches("(.+_hash|digest)"));
    }

    private static void copyToOthers(String table) throws SQLException {
        attacker.beginAgain();
        attacker.run("reset role");
        attacker.run("set local session_replication_role = replica");
        attacker.run(
                """
                        insert into %1$s select (jsonb_populate_record(one.original, jsonb_build_object('org_id', gen_random_uuid()))).*
                          from (select t as original from %1$s t where org_id = '%2$s' limit 1) one, generate_series(1, %3$s)"""
                        .formatted(table, org, OTHERS));
        attacker.run("set local session_replication_role = origin");
        attacker.run("set local role hub_app");
        attacker.in(Attacker.withoutRows(table, empty));
    }

    /** The pairs of conditions that the index answers, each with what was observed. */
    private static List<String> answers(String table, String index) throws SQLException {
        asSuperuser("update pg_index set indisvalid = indexrelid = '" + index + "'::regclass where indrelid = '" + table
                + "'::regclass");
        String predicate = String.join("",
                asSuperuser("select coalesce(' and (' || pg_get_expr(indpred, indrelid) || ')', '')"
                        + " from pg_index where indexrelid = '" + index + "'::regclass"));
        List<String> pairs = new ArrayList<>();
        for (String key : asSuperuser(
                "select pg_get_indexdef(indexrelid, n, false) from pg_index, generate_series(1, indnkeyatts) n"
                        + " where indexrelid = '" + index + "'::regclass and indkey[n - 1] is distinct from"
                        + " (select attnum from pg_attribute where attrelid = indrelid and attname = 'org_id')")) {
            for (String value : asSuperuser(
                    "select quote_literal(" + key + ") || '::' || pg_typeof(" + key + ") from " + table
                            + " where org_id = '" + org + "'" + predicate + " and " + key + " is not null limit 1")) {
                pairs.add(key + " >= " + value + predicate + "|" + key + " > " + value + predicate);
                pairs.add(key + " <= " + value + predicate + "|" + key + " < " + value + predicate);
            }
        }
        List<String> answers = new ArrayList<>();
        attacker.run("set local enable_seqscan = off; set local enable_bitmapscan = off");
        for (String pair : pairs) {
            String[] conditions = pair.split("\\|", 2);
            String ifHolds = observe(table, index, conditions[0]);
            String ifNot = observe(table, index, conditions[1]);
            if (!ifHolds.equals(ifNot)) {
                answers.add(pair + "\n" + ifHolds + "\nbut otherwise\n" + ifNot);
            }
        }
        return answers;
    }

    /** What EXPLAIN counts of the statement that has such a condition, when all pages are in memory. */
    private static String observe(String table, String index, String condition) throws SQLException {
        String explain = "explain (analyze, buffers, costs off, timing off, summary off) select from " + table
                + " where " + condition;
        attacker.run(explain);
        List<String> lines = attacker.run(explain);
        assertThat(lines).as(condition).anyMatch(line -> line.contains(index.substring(index.indexOf('.') + 1)));
        return String.join("\n", lines.stream().takeWhile(line -> !line.startsWith("Planning"))
                .filter(line -> !line.contains(" Cond: ") && !line.contains(" Filter: ")).toList());
    }

    private static List<String> asSuperuser(String sql) throws SQLException {
        attacker.run("reset role");
        List<String> values = attacker.run(sql);
        attacker.run("set local role hub_app");
        return values;
    }
}
