package dev.agenthub.db.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.SharedDatabaseQueries;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two organizations full of rows with the same ids, every table that the catalog knows, and every form of statement:
 * whatever rights the application's role had, it would reach its own rows only.
 *
 * <p>A table that is added is covered from then on; without rows in {@code organization.sql} the first test fails.
 */
class CrossOrganizationTest {
    private static UUID ours = new UUID(0, 0);
    private static UUID theirs = new UUID(0, 0);

    private static final Map<ForgedContexts, String> forged = new EnumMap<>(ForgedContexts.class);

    /** With every right, in one transaction for all tests: each leaves it as it found it. */
    private static Attacker attacker;

    @BeforeAll
    static void fillTwoOrganizations() throws SQLException {
        ours = SharedDatabase.filledOrganization();
        theirs = SharedDatabase.filledOrganization();
        attacker = Attacker.withEveryRight();
        for (ForgedContexts forgery : ForgedContexts.values()) {
            forged.put(forgery, forgery.context(ours, theirs));
        }
    }

    @AfterAll
    static void leave() throws SQLException {
        attacker.close();
    }

    @AfterEach
    void undo() throws SQLException {
        attacker.beginAgain();
    }

    /** Every table of the database that could hold tenant data, whoever added it. */
    static Stream<String> tables() throws SQLException {
        List<String> tables = superuser("select name from sec.tenant_table order by name");
        assertThat(tables).hasSizeGreaterThan(20);
        return tables.stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void bothOrganizationsHaveRowsToFind(String table) throws SQLException {
        for (UUID each : List.of(ours, theirs)) {
            assertThat(superuser("select 1 from " + table + " where org_id = '" + each + "'"))
                    .as("rows of %s in organization.sql", table).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noReadFindsAnothersRows(String table) throws SQLException {
        SoftAssertions each = new SoftAssertions();
        attacker.in(OrgContext.system(ours));
        for (String form : CrossOrganizationStatements.READS.keySet()) {
            List<String> found = new ArrayList<>();
            String outcome = attacker
                    .probe(() -> found.addAll(attacker.run(sql(CrossOrganizationStatements.READS, form, table))));
            if (!outcome.equals(Attacker.WORKS)) {
                each.assertThat(outcome).as(form).doesNotContain(theirs.toString())
                        .doesNotContain("division by zero").matches("(?s).*(append-only|is not allowed|FULL JOIN).*");
            }
            each.assertThat(found).as(form)
                    .noneMatch(value -> value.contains(theirs.toString()) && !value.contains("Filter"));
        }
        each.assertAll();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nothingCountsAnothersRows(String table) throws SQLException {
        String own = superuser("select count(*) from " + table + " where org_id = '" + ours + "'").getFirst();
        attacker.in(OrgContext.system(ours));
        for (String count : List.of("select count(*) from %s", "select count(distinct t.ctid) from %s t",
                "select sum(1) from %s", "select array_length(array_agg(org_id), 1) from %s")) {
            assertThat(attacker.one(count.formatted(table))).as(count).isEqualTo(own);
        }
        assertThat(attacker.one("select count(*) from " + table + " where org_id <> '" + ours + "'"))
                .isEqualTo("0");
        assertThat(attacker.copyOut("copy " + table + " to stdout")).contains(ours.toString())
                .doesNotContain(theirs.toString())
                .satisfies(out -> assertThat(out.lines()).hasSize(Integer.parseInt(own)));
        assertThat(attacker
                .copyOut("copy (select * from " + table + " where true) to stdout with (format csv, header)"))
                .doesNotContain(theirs.toString());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noWriteReachesAnothersRows(String table) throws SQLException {
        String before = digest(table);
        SoftAssertions each = new SoftAssertions();
        attacker.in(OrgContext.system(ours));
        for (String form : CrossOrganizationStatements.WRITES.keySet()) {
            String sql = sql(CrossOrganizationStatements.WRITES, form, table);
            String examined = attacker.probe(() -> {
                attacker.outcome(() -> attacker.run(sql));
                // As the superuser again, in the attacker's own transaction: what it wrote would be there.
                attacker.run("reset role");
                attacker.run("set local row_security = on");
                each.assertThat(attacker.one(digestQuery(table))).as(form).isEqualTo(before);
            });
            each.assertThat(examined).as(form).isEqualTo(Attacker.WORKS);
        }
        each.assertAll();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noRowIsCopiedIntoAnother(String table) throws SQLException {
        attacker.in(OrgContext.system(ours));
        String rows = attacker.copyOut("copy " + table + " to stdout");
        String outcome = attacker.outcome(
                () -> attacker.copyIn("copy " + table + " from stdin",
                        rows.replace(ours.toString(), theirs.toString())));
        // PostgreSQL has no COPY FROM where row-level security applies.
        assertThat(outcome).contains("row-level security");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aRowForAnotherIsRefusedByItsPolicy(String table) throws SQLException {
        attacker.run("reset role");
        attacker.run("alter table " + table + " disable trigger user");
        attacker.run("set local role hub_app");
        attacker.in(OrgContext.system(ours));
        for (String form : List.of("insert select", "update into theirs", "merge insert", "merge update")) {
            String outcome = attacker.outcome(() -> attacker.run(sql(CrossOrganizationStatements.WRITES, form, table)));
            assertThat(outcome).as(form).contains("row-level security policy");
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aKeyThatAnotherOrganizationUsesIsFree(String table) throws SQLException {
        forgetOurs(table);
        attacker.in(OrgContext.system(ours));
        String outcome = attacker.outcome(() -> attacker.run(insertAgain(table)));
        assertThat(outcome).isEqualTo(Attacker.WORKS);
        assertThat(attacker.one("select count(*) from " + table)).isNotEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aForeignKeyTellsNothingOfAnothersRows(String table) throws SQLException {
        for (String parent : superuser(
                "select distinct confrelid::regclass::text from pg_constraint where contype = 'f' and conrelid = '"
                        + table + "'::regclass and confrelid <> conrelid")) {
            attacker.beginAgain();
            forgetOurs(table);
            attacker.run("reset role");
            attacker.run("alter table " + qualified(parent) + " disable trigger user");
            attacker.run("set local session_replication_role = replica");
            attacker.run("delete from " + qualified(parent) + " where org_id = '" + ours + "'");
            attacker.run("set local session_replication_role = origin");
            attacker.run("set local role hub_app");
            attacker.in(OrgContext.system(ours));
            String theyHaveIt = attacker.probe(() -> attacker.run(insertAgain(table)));
            attacker.run("reset role");
            attacker.run("set local session_replication_role = replica");
            attacker.run("delete from " + qualified(parent) + " where org_id = '" + theirs + "'");
            attacker.run("set local session_replication_role = origin");
            attacker.run("set local role hub_app");
            String nobodyHasIt = attacker.probe(() -> attacker.run(insertAgain(table)));
            assertThat(theyHaveIt).as("%s -> %s", table, parent).isEqualTo(nobodyHasIt)
                    .doesNotContain(theirs.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nothingIsKnownOfTheValuesThatAnotherOrganizationHolds(String table) throws SQLException {
        attacker.run("reset role");
        attacker.run("analyze " + table);
        assertThat(attacker.run("select staattnum from pg_statistic where starelid = '" + table + "'::regclass"
                + " except select attnum from sec.assumed_statistic where relid = '" + table + "'::regclass"))
                .isEmpty();
        assertThat(attacker.run("select staattnum from pg_statistic where starelid = '" + table + "'::regclass"
                + " and (stadistinct not in (2, 10, -1) or stanullfrac <> 0 or 0 <> any (array[stakind1, stakind2, stakind3, stakind4, stakind5]))"))
                .isEmpty();
        attacker.run("set local role hub_app");
        attacker.in(OrgContext.system(ours));
        assertThat(attacker
                .run("select attname from pg_stats where format('%I.%I', schemaname, tablename) = '" + table + "'"))
                .isEmpty();
        assertThat(attacker.one("explain select * from " + table + " where org_id = '" + theirs + "'")
                .replaceAll(".*cost=", ""))
                .isEqualTo(
                        attacker.one("explain select * from " + table + " where org_id = '" + new UUID(1, 1) + "'")
                                .replaceAll(".*cost=", ""));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theApplicationHasNoRightBeyondRows(String table) throws SQLException {
        try (Attacker attacker = Attacker.asGranted().in(OrgContext.system(ours))) {
            for (String attempt : List.of("truncate " + table, "truncate " + table + " cascade",
                    "alter table " + table + " disable row level security",
                    "alter table " + table + " no force row level security", "drop policy confined_select on " + table,
                    "alter policy confined_select on " + table + " using (true)",
                    "alter table " + table + " disable trigger all",
                    "drop table " + table,
                    "create trigger t before insert on " + table + " execute function sec.check_migration()",
                    "create policy p on " + table + " using (true)", "create index on " + table + " (org_id)",
                    "create temp table t as table " + table, "select * into temp t from " + table,
                    "create rule r as on insert to " + table + " do also nothing", "cluster " + table,
                    "reindex table " + table,
                    "copy " + table + " to program 'cat'", "copy " + table + " to '/tmp/x'",
                    "alter table " + table + " owner to hub_app", "alter table " + table + " set schema hub",
                    "comment on table " + table
                            + " is ''",
                    "create view hub.v as table " + table, "create materialized view hub.m as table " + table,
                    "create statistics hub.s on org_id, ctid from " + table)) {
                String outcome = attacker.outcome(() -> attacker.run(attempt));
                assertThat(outcome).as(attempt)
                        .matches(
                                "(?s).*(permission denied|must be owner|not the owner|must be member|must be able to|must be superuser).*");
            }
            String outcome = attacker.outcome(() -> {
                attacker.run("set local row_security = off");
                attacker.run("table " + table);
            });
            assertThat(outcome).as("row_security = off").contains("row-level security");
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nothingWorksWithoutAnOrganizationOrWithAForgedOne(String table) throws SQLException {
        List<String> statements = List.of("select count(*) from " + table, "update " + table + " set org_id = org_id",
                "delete from " + table, "insert into " + table + " select * from " + table,
                "merge into " + table + " using (values (1)) v (x) on true when matched then delete",
                "explain analyze select * from " + table);
        for (ForgedContexts forgery : ForgedContexts.values()) {
            attacker.beginAgain();
            assertThat(attacker.outcome(
                    () -> attacker
                            .run("select set_config('backtrace_functions', '" + forged.get(forgery) + "', false)")))
                    .as(forgery.name()).startsWith("42501 ");
            for (String statement : statements) {
                assertRefused(attacker.outcome(() -> attacker.run(statement)), forgery + ": " + statement);
            }
            assertRefused(attacker.outcome(() -> attacker.copyOut("copy " + table + " to stdout")),
                    forgery + ": copy");
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aContextSetInsideASingleSelectIsRefused(String table) throws SQLException {
        for (ForgedContexts forgery : List.of(ForgedContexts.SPLICED, ForgedContexts.OF_ANOTHER_PROCESS)) {
            attacker.beginAgain();
            attacker.in(OrgContext.system(ours));
            String context = forged.get(forgery);
            assertThatThrownBy(
                    () -> attacker.run("select t.* from (select set_config('backtrace_functions', '" + context
                            + "', true) offset 0) s cross join lateral (select * from " + table
                            + " where s.set_config <> '') t"))
                    .isInstanceOfSatisfying(SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    private static void assertRefused(String outcome, String attempt) {
        assertThat(outcome).as(attempt).startsWith("28000 ");
    }

    /** Takes our rows of a table away and keeps them to be inserted again, with no trigger of ours in the way. */
    private static void forgetOurs(String table) throws SQLException {
        attacker.run("reset role");
        attacker.run("set local session_replication_role = replica");
        attacker.run("alter table " + table + " disable trigger user");
        attacker.run("create temp table kept on commit drop as select to_jsonb(t) as row from " + table
                + " t where org_id = '" + ours + "'");
        attacker.run("grant select on kept to hub_app");
        attacker.run("delete from " + table + " where org_id = '" + ours + "'");
        attacker.run("set local session_replication_role = origin");
        attacker.run("set local role hub_app");
    }

    private static String insertAgain(String table) {
        return "insert into " + table + " select (jsonb_populate_record(null::" + table
                + ", k.row)).* from pg_temp.kept k";
    }

    private static String qualified(String name) {
        return name.contains(".") ? name : "hub." + name;
    }

    private static String sql(Map<String, String> forms, String form, String table) throws SQLException {
        String key = form.contains("conflict")
                ? superuser(
                        "select string_agg(quote_ident(a.attname), ', ') from pg_index i join pg_attribute a on a.attrelid = i.indrelid"
                                + " and a.attnum = any (i.indkey) where i.indisprimary and i.indrelid = '" + table
                                + "'::regclass")
                        .getFirst()
                : "";
        return Objects.requireNonNull(forms.get(form)).formatted(table, ours, theirs, key);
    }

    private static String digestQuery(String table) {
        return "select md5(string_agg(t::text, '|' order by t::text)) from " + table + " t where org_id = '" + theirs
                + "'";
    }

    private static String digest(String table) throws SQLException {
        return superuser(digestQuery(table)).getFirst();
    }

    private static List<String> superuser(String sql) throws SQLException {
        return SharedDatabaseQueries.superuser(sql);
    }
}
