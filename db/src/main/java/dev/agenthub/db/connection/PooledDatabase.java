package dev.agenthub.db.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgToken;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.organization.Organizations;
import dev.agenthub.db.organization.TokenKeys;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.postgresql.PGConnection;

/**
 * The application's connection pool. Each connection is given out confined to one organization, and reset when it is returned.
 *
 * <p>Thread-safe. No handle and no connection exists outside {@link #call} and {@link #all}.
 */
final class PooledDatabase implements Database, OrgTransactions, Organizations, Announcements, AutoCloseable {
    private static final String REFUSED = "28000";

    private static final ScopedValue<JointTransaction> JOINT = ScopedValue.newInstance();

    private static final Pattern MESSAGE = Pattern.compile("[ -&(-\\[\\]-~]{1," + LONGEST + "}");

    private final DataSource source;
    private final HikariDataSource pool;
    private final TokenKeys keys;
    private final Reachability reachability;
    private final PooledSessions sessions;
    private final Jdbi jdbi;

    PooledDatabase(DataSource source, TokenKeys keys, Reachability reachability) {
        this.source = source;
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("agenthub-db");
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(1);
        // A session keeps its functions' plans, and injected settings can make bad ones: not for long.
        config.setMaxLifetime(Duration.ofMinutes(5).toMillis());
        config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
        // That long a new connection may take too, and a caller alone must not wait like that.
        config.setConnectionTimeout(15_000);
        config.setValidationTimeout(1_000);
        this.pool = new HikariDataSource(config);
        pool.getHikariConfigMXBean().setConnectionTimeout(PooledSessions.ATTEMPT_TIMEOUT.toMillis());
        this.keys = keys;
        this.reachability = reachability;
        this.sessions = new PooledSessions(pool, reachability);
        this.jdbi = Jdbi.create(sessions);
        // Messages are logged; what is bound may be a secret, and is somebody's data.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        // Statements are not templates: no word of what a caller brings can become part of one.
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        jdbi.setTransactionHandler(sessions.transactions());
        jdbi.setStatementBuilderFactory(_ -> PooledSessions.statements());
        jdbi.registerArgument(new ByteArraysArgument());
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(UUID.class, "uuid");
    }

    @Override
    public OrgTransactions transactions() {
        return this;
    }

    @Override
    public Organizations organizations() {
        return this;
    }

    @Override
    public <T, X extends Exception> T call(OrgContext context, Work<T, X> work) throws X {
        if (JOINT.isBound()) {
            return JOINT.get().part(context, work);
        }
        return inTransaction(handle -> {
            begin(handle, context);
            return work.run(handle);
        });
    }

    @Override
    public <T, X extends Exception> T together(OrgContext context, Work<T, X> work) throws X {
        return call(context, handle -> ScopedValue.where(JOINT, new JointTransaction(handle, context))
                .call(() -> work.run(handle)));
    }

    @Override
    public UUID create(String name, String deployment) {
        UUID org = UuidV7.next();
        run(OrgContext.system(org), handle -> {
            handle.createUpdate(
                    "insert into hub.organization (org_id, name, deployment) values (:org, :name, :deployment)")
                    .bind("org", org).bind("name", name).bind("deployment", deployment).execute();
            handle.createQuery("select audit.open_log(:deployment)").bind("deployment", deployment).mapTo(String.class)
                    .one();
        });
        return org;
    }

    @Override
    public List<UUID> all() {
        return inTransaction(handle -> {
            return admitted(handle, tokens -> organizations(handle, tokens));
        });
    }

    @Override
    public Announcements announcements() {
        return this;
    }

    @Override
    public Reachability reachability() {
        return reachability;
    }

    @Override
    public void send(List<String> messages) {
        for (String message : messages) {
            if (!MESSAGE.matcher(message).matches()) {
                throw new IllegalArgumentException("A message is printable ASCII without a quote or backslash.");
            }
        }
        // A statement without parameters: the function that takes them is not for the application.
        inTransaction(handle -> {
            for (String message : messages) {
                handle.execute("notify " + Announcer.CHANNEL + ", '" + message + "'");
            }
            return Boolean.TRUE;
        });
    }

    @Override
    public Listening listen(Consumer<String> heard, Runnable missed) {
        return Announcer.start(source, heard, missed);
    }

    /** Sessions that were used a moment ago are handed out unasked: those of a server that has ended must not be. */
    void replaceSessions() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        pool.close();
    }

    private <T, X extends Exception> T inTransaction(Work<T, X> work) throws X {
        return sessions.use(() -> {
            try (Handle handle = jdbi.open()) {
                handle.begin();
                try {
                    T result = work.run(handle);
                    PooledSessions.commit(handle);
                    reachability.answered();
                    return result;
                } catch (Throwable e) {
                    rollback(handle, e);
                    throw e;
                }
            }
        });
    }

    private void begin(Handle handle, OrgContext context) {
        admitted(handle, tokens -> {
            byte[] token = tokens.forOrganization(context, process(handle), PooledSessions.challenge());
            try (PreparedStatement begin = SessionStatements.ofConstant(handle.getConnection(),
                    "select sec.begin_org(?)")) {
                begin.setBytes(1, token);
                return begin.execute();
            }
        });
    }

    private static List<UUID> organizations(Handle handle, OrgToken tokens) throws SQLException {
        byte[] token = tokens.forDirectory(process(handle), PooledSessions.challenge());
        try (PreparedStatement ask = SessionStatements.ofConstant(handle.getConnection(),
                "select o from sec.organizations(?) o")) {
            ask.setBytes(1, token);
            List<UUID> organizations = new ArrayList<>();
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    organizations.add(rows.getObject(1, UUID.class));
                }
            }
            return organizations;
        }
    }

    /** Uses the newest key, and once more a newer one where the database has meanwhile stopped admitting that. */
    private <T> T admitted(Handle handle, Admission<T> admission) {
        OrgToken tokens = keys.current();
        try {
            try {
                return admission.with(tokens);
            } catch (SQLException e) {
                OrgToken newer = keys.afterRefusal();
                if (!REFUSED.equals(e.getSQLState()) || newer.keyId() == tokens.keyId()) {
                    throw e;
                }
                handle.rollback();
                handle.begin();
                return admission.with(newer);
            }
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    @FunctionalInterface
    private interface Admission<T> {
        T with(OrgToken tokens) throws SQLException;
    }

    private static int process(Handle handle) throws SQLException {
        return handle.getConnection().unwrap(PGConnection.class).getBackendPID();
    }

    private static void rollback(Handle handle, Throwable cause) {
        try {
            handle.rollback();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
