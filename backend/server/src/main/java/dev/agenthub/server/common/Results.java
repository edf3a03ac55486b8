package dev.agenthub.server.common;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Reads the results of several statements, separated by semicolons, that are handed to the driver at once. It sends them in one
 * round trip, but reads the results so far before a statement of which it knows that its rows have values of any length (text, bytea,
 * arrays): each such statement but the first costs a round trip of its own once it is prepared.
 *
 * <p>PostgreSQL runs them one after the other. Each sees what others had committed when it began, so that a statement after one
 * that waited for a lock reads what the lock protects, as in round trips of their own. After one that fails none is run.
 */
public final class Results {

    private final PreparedStatement statement;
    private boolean begun;

    /** Reads the columns of the present row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Reads the results, in the order of the statements. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Results results) throws SQLException;
    }

    private Results(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Runs the statements and reads their results. */
    public static <T> T of(Query statements, Reader<T> reader) {
        return statements.execute((executed, context) -> {
            try (StatementContext _ = context) {
                return reader.read(new Results(executed.get()));
            }
        });
    }

    /** The rows of the next statement, which is one that returns rows. */
    public <T> List<T> rows(RowReader<T> reader) throws SQLException {
        if (begun && !statement.getMoreResults()) {
            throw new IllegalStateException("This statement returned no rows.");
        }
        begun = true;
        List<T> rows = new ArrayList<>();
        try (ResultSet set = statement.getResultSet()) {
            while (set.next()) {
                rows.add(reader.read(set));
            }
        }
        return rows;
    }
}
