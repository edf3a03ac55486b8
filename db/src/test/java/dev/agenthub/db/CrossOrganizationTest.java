package dev.agenthub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/**
 * Two organizations full of rows with the same ids, and every table that the catalog knows: whatever rights the
 * application's role had, it would reach its own rows only.
 */
class CrossOrganizationTest {
    private static UUID ours = new UUID(0, 0);
    private static UUID theirs = new UUID(0, 0);

    @BeforeAll
    static void fillTwoOrganizations() throws SQLException {
        ours = SharedDatabase.filledOrganization();
        theirs = SharedDatabase.filledOrganization();
    }

    /** Every table of the database that could hold tenant data, whoever added it. */
    static Stream<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery("select name from sec.tenant_table order by name")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        assertThat(tables).hasSizeGreaterThan(20);
        return tables.stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void bothOrganizationsHaveRowsToFind(String table) throws SQLException {
        try (Connection superuser = SharedDatabase.get().superuserConnection()) {
            assertThat(count(superuser, "select count(*) from " + table + " where org_id = '" + ours + "'"))
                    .isPositive();
            assertThat(count(superuser, "select count(*) from " + table + " where org_id = '" + theirs + "'"))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noReadFindsAnothersRows(String table) throws Exception {
        try (Connection all = allowedEverything(ours)) {
            assertThat(count(all, "select count(*) from " + table)).isPositive();
            assertThat(count(all, "select count(*) from " + table + " where org_id <> '" + ours + "'")).isZero();
            assertThat(count(all, "select count(*) from " + table + " where org_id = '" + theirs + "' or true"))
                    .isEqualTo(
                            count(all, "select count(*) from " + table + " where org_id = '" + ours + "'"));
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            all.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + table + " to stdout", copy);
            assertThat(copy.toString(StandardCharsets.UTF_8)).contains(ours.toString())
                    .doesNotContain(theirs.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noReadWorksWithoutAnOrganization(String table) throws SQLException {
        try (Connection all = allowedEverything(null)) {
            assertThatThrownBy(() -> count(all, "select count(*) from " + table)).isInstanceOfSatisfying(
                    SQLException.class,
                    e -> assertThat(e.getSQLState()).isEqualTo("28000"));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noWriteTouchesAnothersRows(String table) throws SQLException {
        try (Connection all = allowedEverything(ours); Statement statement = all.createStatement()) {
            assertThat(
                    statement.executeUpdate("update " + table + " set org_id = org_id where org_id = '" + theirs + "'"))
                    .isZero();
            assertThat(statement.executeUpdate("delete from " + table + " where org_id = '" + theirs + "'")).isZero();
            assertThat(statement.executeUpdate("merge into " + table + " t using (values ('" + theirs
                    + "'::uuid)) v (org_id) on t.org_id = v.org_id when matched then delete")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noRowCanBePlacedInAnother(String table) throws SQLException {
        String row = "select (jsonb_populate_record(t, jsonb_build_object('org_id', '" + theirs + "'))).* from " + table
                + " t";
        for (String attempt : List.of("insert into " + table + " " + row,
                "insert into " + table + " " + row + " on conflict do nothing",
                "merge into " + table + " m using (" + row + ") v on false when not matched then insert values (v.*)",
                "update " + table + " set org_id = '" + theirs + "'")) {
            try (Connection all = allowedEverything(ours); Statement statement = all.createStatement()) {
                assertThatThrownBy(() -> statement.execute(attempt)).as(attempt)
                        .hasMessageMatching(
                                "(?s).*(row-level security|append-only|frozen|history|keeps its|a run needs).*");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theApplicationHasNoRightBeyondRows(String table) throws SQLException {
        for (String attempt : List.of("truncate " + table, "alter table " + table + " disable row level security",
                "drop policy organization on " + table, "alter table " + table + " disable trigger all",
                "drop table " + table,
                "create trigger t before insert on " + table + " execute function sec.check_migration()",
                "create policy p on " + table + " using (true)")) {
            try (Connection app = SharedDatabase.appConnection(); Statement statement = app.createStatement()) {
                assertThatThrownBy(() -> statement.execute(attempt)).as(attempt)
                        .hasMessageMatching("(?s).*(permission denied|must be owner|not the owner).*");
            }
        }
    }

    /** A transaction as the application's role that was granted every right on every table, never committed. */
    private static Connection allowedEverything(@Nullable UUID org) throws SQLException {
        Connection connection = SharedDatabase.get().superuserConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "grant select, insert, update, delete, truncate on all tables in schema hub, audit to hub_app");
            statement.execute("set local role hub_app");
            if (org != null) {
                ResultSet row = statement
                        .executeQuery("select (extract(epoch from transaction_timestamp()) * 1000000)::bigint");
                row.next();
                byte[] token = SharedDatabase.tokens().forOrganization(OrgContext.system(org),
                        connection.unwrap(PGConnection.class).getBackendPID(), row.getLong(1));
                try (var begin = connection.prepareStatement("select sec.begin_org(?)")) {
                    begin.setBytes(1, token);
                    begin.execute();
                }
            }
        }
        return connection;
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
