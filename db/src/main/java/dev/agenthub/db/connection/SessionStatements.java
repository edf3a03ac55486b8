package dev.agenthub.db.connection;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.postgresql.PGStatement;

/**
 * Creates the statements of one transaction. Statements of {@link StaticSql} stay prepared for the next transaction of the session, as long
 * as no other statement ran, since another one could replace a prepared statement.
 */
final class SessionStatements extends DefaultStatementBuilder {
    private static final int FROM_THE_FIRST = 1;
    private static final int NEVER = 0;

    private volatile boolean onlyStatic = true;

    /** Whether none but those of {@link StaticSql} ran. */
    boolean onlyStatic() {
        return onlyStatic;
    }

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        onlyStatic = false;
        return super.create(connection, context);
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        boolean isStatic = StaticSql.contains(context.getRenderedSql());
        if (!isStatic) {
            onlyStatic = false;
        }
        return prepared(super.create(connection, sql, context), isStatic);
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        onlyStatic = false;
        return super.createCall(connection, sql, context);
    }

    /** A statement whose text no caller has a hand in. */
    static PreparedStatement ofConstant(Connection connection, String sql) throws SQLException {
        return prepared(connection.prepareStatement(sql), true);
    }

    private static PreparedStatement prepared(PreparedStatement statement, boolean kept) throws SQLException {
        statement.unwrap(PGStatement.class).setPrepareThreshold(kept ? FROM_THE_FIRST : NEVER);
        return statement;
    }
}
