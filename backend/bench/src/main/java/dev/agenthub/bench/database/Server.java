package dev.agenthub.bench.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.agenthub.bench.Folders;
import dev.agenthub.db.EmbeddedDatabase;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An embedded database as a desktop starts it, with organizations in it, and two pools of as many connections for baselines: one of its
 * superuser, whom no policy concerns, and one of another database of the same server for plain tables.
 */
final class Server implements AutoCloseable {

    static final int CONNECTIONS = 16;
    private static final int ORGANIZATIONS = 64;

    private final Path folder;
    private final EmbeddedDatabase embedded;
    private final HikariDataSource plain;
    private final HikariDataSource superuser;
    private final Jdbi superuserJdbi;
    private final List<UUID> organizations = new ArrayList<>();

    private Server(Path folder, EmbeddedDatabase embedded) throws IOException, SQLException {
        this.folder = folder;
        this.embedded = embedded;
        this.plain = pool("postgres");
        this.superuser = pool(null);
        this.superuserJdbi = Jdbi.create(superuser);
    }

    static Server start() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("agenthub-bench-");
        EmbeddedDatabase embedded = EmbeddedDatabase.start(folder);
        Server server = new Server(folder, embedded);
        for (int i = 0; i < ORGANIZATIONS; i++) {
            server.organizations.add(embedded.database().organizations().create("Organization " + i, "bench"));
        }
        return server;
    }

    /** @param database another one than AgentHub's, or null */
    private HikariDataSource pool(@Nullable String database) throws IOException, SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try (Connection connection = embedded.superuserConnection()) {
            source.setURL(connection.getMetaData().getURL());
            source.setUser(connection.getMetaData().getUserName());
        }
        if (database != null) {
            source.setDatabaseName(database);
        }
        source.setPassword(Files.readString(folder.resolve("secrets").resolve("database-admin")).strip());
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }

    List<UUID> organizations() {
        return organizations;
    }

    OrgTransactions transactions() {
        return embedded.database().transactions();
    }

    /** As the backend itself. */
    <X extends Exception> void run(UUID org, OrgTransactions.Action<X> action) throws X {
        transactions().run(OrgContext.system(org), action);
    }

    /** As {@link #run}, without policies. */
    <X extends Exception> void runAsSuperuser(OrgTransactions.Action<X> action) throws X {
        superuserJdbi.useTransaction(action::run);
    }

    /** A connection to the plain tables, which commits nothing by itself. */
    Connection plain() throws SQLException {
        return plain.getConnection();
    }

    /** Changes the plain tables. */
    void executePlain(String sql) throws SQLException {
        try (Connection connection = plain(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        }
    }

    /** Fills tables past every rule, which no application could. */
    void fill(String sql) throws SQLException {
        try (Connection superuser = embedded.superuserConnection(); Statement statement = superuser.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        plain.close();
        superuser.close();
        embedded.close();
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
