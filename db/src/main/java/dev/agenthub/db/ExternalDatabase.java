package dev.agenthub.db;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database on a PostgreSQL server that somebody else runs: set up once by its administrator, then opened by any number of backends that
 * share a folder of secrets. Thread-safe.
 */
public final class ExternalDatabase implements AutoCloseable {
    private static final String PREFIX = "jdbc:postgresql:";

    private final PooledDatabase database;

    private ExternalDatabase(PooledDatabase database) {
        this.database = database;
    }

    /**
     * Sets the database up, or brings it up to date.
     *
     * @param url {@code jdbc:postgresql://host:port/name}, without user and password
     * @param admin a superuser's name
     * @param folder where the secrets are kept that the backends open it with
     * @throws StartupException with a stable code
     */
    public static void setUp(String url, String admin, String password, Path folder) {
        try {
            Secrets secrets = Secrets.in(folder);
            DatabaseSetup.drawMissing(secrets);
            new DatabaseSetup((role, secret) -> source(url, role, secret.hex()), secrets)
                    .run(source(url, admin, password));
        } catch (IOException e) {
            throw Failures.of(e, "The folder of secrets " + folder + " cannot be used");
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /**
     * Opens a database that was set up.
     *
     * @throws StartupException SECRETS_UNUSABLE where this folder is not the one that it was set up with
     */
    public static ExternalDatabase open(String url, Path folder) {
        try {
            Secrets secrets = Secrets.in(folder);
            if (!DatabaseSetup.hasSecrets(secrets)) {
                throw new StartupException("SECRETS_UNUSABLE", "The folder " + folder
                        + " does not hold the secrets of this database: run agenthub migrate with this data folder.");
            }
            DatabaseSetup setup = new DatabaseSetup((role, secret) -> source(url, role, secret.hex()), secrets);
            setup.tryOut();
            return new ExternalDatabase(setup.open());
        } catch (IOException e) {
            throw Failures.of(e, "The folder of secrets " + folder + " cannot be used");
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
    }

    private static PGSimpleDataSource source(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            if (!url.startsWith(PREFIX)) {
                throw new IllegalArgumentException(PREFIX);
            }
            source.setURL(url);
        } catch (IllegalArgumentException e) {
            throw new StartupException("DATABASE_URL_INVALID",
                    "A database is named like jdbc:postgresql://db.example.com:5432/agenthub.", e);
        }
        if (source.getUser() != null || source.getPassword() != null) {
            throw new StartupException("DATABASE_URL_INVALID",
                    "A database's address names no user and no password: it may be seen by others.");
        }
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("agenthub");
        source.setTcpKeepAlive(true);
        source.setLoginTimeout(10);
        source.setConnectTimeout(10);
        return source;
    }
}
