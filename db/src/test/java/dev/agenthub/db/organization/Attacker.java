package dev.agenthub.db.organization;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.connection.UuidV7;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Runs arbitrary SQL as the application's role in one transaction that is never committed, optionally with every right on every table,
 * so that only row-level security protects the rows of others.
 */
final class Attacker implements AutoCloseable {
    static final String WORKS = "works";

    private final Connection connection;
    private @Nullable Savepoint start;

    private Attacker(Connection connection) {
        this.connection = connection;
    }

    /** With the rights that the application really has. */
    static Attacker asGranted() throws SQLException {
        Connection connection = SharedDatabase.appConnection();
        connection.setAutoCommit(false);
        return new Attacker(connection);
    }

    /** With every right that a careless grant could give. */
    static Attacker withEveryRight() throws SQLException {
        Connection connection = SharedDatabase.get().superuserConnection();
        connection.setAutoCommit(false);
        Attacker attacker = new Attacker(connection);
        // No migration could: the guard is made to forget what it keeps from the application.
        attacker.run("update sec.guarded_table set fixed = '{}'");
        attacker.run(
                "grant select, insert, update, delete, references, trigger on all tables in schema hub, audit to hub_app");
        attacker.run("set local search_path = pg_catalog, hub");
        attacker.run("set local idle_in_transaction_session_timeout = 0");
        attacker.run("set local role hub_app");
        attacker.start = connection.setSavepoint();
        return attacker;
    }

    /** The system of an organization without a row in the table: of {@code empty}, or where each has one, of one that is not there. */
    static OrgContext withoutRows(String table, UUID empty) {
        return OrgContext.system(table.endsWith("organization") || table.equals("audit.head") ? UuidV7.next() : empty);
    }

    Attacker in(OrgContext context) throws SQLException {
        admit(SharedDatabase.tokens().forOrganization(context, process(), challenge()));
        return this;
    }

    /** As {@link #in}, but an auditor's transaction is not read-only, which is a courtesy and no protection. */
    void inWritable(OrgContext context) throws SQLException {
        Savepoint writable = connection.setSavepoint();
        in(context);
        String kept = context();
        connection.rollback(writable);
        contextByTheServer(kept);
        if (!one("show transaction_read_only").equals("off")) {
            throw new IllegalStateException("still read-only");
        }
    }

    /** Where the server keeps the context. */
    String context() throws SQLException {
        return one("select current_setting('backtrace_functions')");
    }

    /** Changes the context as nobody but the server can. */
    void contextByTheServer(String context) throws SQLException {
        run("reset role");
        run("select set_config('backtrace_functions', '" + context + "', true)");
        run("set local role hub_app");
    }

    void admit(byte[] token) throws SQLException {
        try (var begin = connection.prepareStatement("select sec.begin_org(?)")) {
            begin.setBytes(1, token);
            begin.execute();
        }
    }

    int process() throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    UUID challenge() throws SQLException {
        return UUID.fromString(one("select sec.challenge()"));
    }

    /** Every value of every row of every result, as text. */
    List<String> run(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                if (rows) {
                    try (ResultSet result = statement.getResultSet()) {
                        while (result.next()) {
                            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                                values.add(String.valueOf(result.getString(i)));
                            }
                        }
                    }
                }
                rows = statement.getMoreResults();
            }
        }
        return values;
    }

    String one(String sql) throws SQLException {
        List<String> values = run(sql);
        return values.isEmpty() ? "" : values.getFirst();
    }

    int change(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    String copyOut(String sql) throws SQLException {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    void copyIn(String sql, String rows) throws SQLException {
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql,
                    new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    /** What the attempt ends with: {@link #WORKS}, or SQLSTATE and message. The transaction goes on. */
    String outcome(Attempt attempt) throws SQLException {
        var before = connection.setSavepoint();
        try {
            attempt.run();
            connection.releaseSavepoint(before);
            return WORKS;
        } catch (SQLException e) {
            connection.rollback(before);
            return e.getSQLState() + " " + e.getMessage();
        }
    }

    /** As {@link #outcome}, and undone whatever it is. */
    String probe(Attempt attempt) throws SQLException {
        var before = connection.setSavepoint();
        String outcome = outcome(attempt);
        connection.rollback(before);
        return outcome;
    }

    /** Undoes everything but the rights that it was given, which take longer to give than most attempts. */
    void beginAgain() throws SQLException {
        connection.rollback(Objects.requireNonNull(start));
        start = connection.setSavepoint();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }

    /** Something that is tried. */
    @FunctionalInterface
    interface Attempt {
        void run() throws SQLException;
    }
}
