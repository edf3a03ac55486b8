package dev.agenthub.db;

import dev.agenthub.db.doctor.CheckResult;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.postgres.PostgresBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.GSSEncMode;
import org.postgresql.jdbc.SslMode;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.ssl.LibPQFactory;

/**
 * The address of an external server, and the protection of connections to it. A server on another machine must be reached by TLS that
 * verifies its certificate and name before a password is sent; on this machine the address decides.
 *
 * @param url      {@code jdbc:postgresql://host:port/name}, without user and password
 * @param accepted names of risks that are taken
 */
record DatabaseAddress(String url, Set<String> accepted) {
    /** Accepts a connection without verified TLS, which whoever is between this machine and the server can read and change. */
    static final String UNVERIFIED = "unverified-database";

    private static final String PREFIX = "jdbc:postgresql:";
    private static final String OPTION = "--accept-unverified-database";
    /** Names too are elsewhere, except for this one: who answers for a name is decided by others. */
    private static final Pattern LOOPBACK = Pattern
            .compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|(0{1,4}:){7}0{0,3}1)\\]?");

    /** Compiling a query's plan takes much longer than any of ours takes to run; by their estimated costs the server would. */
    private static final String UNCOMPILED = "-c jit=off";

    DatabaseAddress {
        accepted = Set.copyOf(accepted);
    }

    /** @throws StartupException DATABASE_URL_INVALID, DATABASE_TLS_UNVERIFIED */
    PGSimpleDataSource source(String user, String password) {
        PGSimpleDataSource source = parsed();
        if (isElsewhere(source) && !accepted.contains(UNVERIFIED)) {
            requireVerification(source);
        }
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("agenthub");
        source.setOptions(source.getOptions() == null ? UNCOMPILED : source.getOptions() + " " + UNCOMPILED);
        source.setTcpKeepAlive(true);
        source.setLoginTimeout(10);
        source.setConnectTimeout(10);
        return source;
    }

    /** Reports how this connection is protected. */
    CheckResult protection(Connection connection) throws SQLException {
        String subject = "connection";
        PGSimpleDataSource source = parsed();
        String encryption = encryption(connection);
        if (!isElsewhere(source)) {
            return CheckResult.fine(subject, "The server is on this machine" + (encryption.isEmpty()
                    ? "."
                    : ", and connections use " + encryption + "."));
        }
        if (acceptedWeakness(source).isEmpty()) {
            return CheckResult.fine(subject,
                    encryption + " with a certificate that was verified for the server's name.");
        }
        return CheckResult.notice(subject, encryption.isEmpty()
                ? "Nothing protects it: whoever stands between reads and changes everything."
                : encryption + ", but whoever stands between can answer in the server's place.",
                "It was accepted by name. Use sslmode=verify-full all the same, with sslrootcert=FILE for a CA of your own.");
    }

    /** A warning to log at start, if {@link #UNVERIFIED} was accepted and this address needs it; empty otherwise. */
    Optional<String> warning() {
        PGSimpleDataSource source = parsed();
        return acceptedWeakness(source).map(weakness -> "Nobody verifies the certificate of the database on "
                + String.join(", ", source.getServerNames()) + ", because of " + weakness
                + ": whoever stands between can read and change everything. " + OPTION
                + " accepts that; use sslmode=verify-full all the same, with sslrootcert=FILE for a CA of your own.");
    }

    private Optional<String> acceptedWeakness(PGSimpleDataSource source) {
        if (!accepted.contains(UNVERIFIED) || !isElsewhere(source)) {
            return Optional.empty();
        }
        return weakness(source)
                .or(() -> verifies(source) ? Optional.empty() : Optional.of("an address without sslmode=verify-full"));
    }

    private PGSimpleDataSource parsed() {
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
        if (source.getUser() != null || source.getPassword() != null || source.getSslPassword() != null) {
            throw new StartupException("DATABASE_URL_INVALID",
                    "A database's address names no user and no password: it may be seen by others.");
        }
        return source;
    }

    /** Whether it may be on another machine; one that goes through a class of somebody's may be anywhere. */
    private static boolean isElsewhere(PGSimpleDataSource source) {
        return source.getSocketFactory() != null || !Arrays.stream(source.getServerNames())
                .allMatch(host -> LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches());
    }

    /** The parameter for which nobody would verify the server; empty where none stands in the way. */
    private static Optional<String> weakness(PGSimpleDataSource source) {
        if (source.getSslMode() != null && !verifies(source)) {
            return Optional.of("sslmode=" + source.getSslMode());
        }
        String factory = source.getSslfactory();
        if (!List.of(DefaultJavaSSLFactory.class.getName(), LibPQFactory.class.getName()).contains(factory)) {
            return Optional.of("sslfactory=" + factory);
        }
        if (source.getSslHostnameVerifier() != null) {
            return Optional.of("sslhostnameverifier=" + source.getSslHostnameVerifier());
        }
        return Optional.ofNullable(source.getSocketFactory()).map(name -> "socketFactory=" + name);
    }

    private static void requireVerification(PGSimpleDataSource source) {
        weakness(source).ifPresent(parameter -> {
            throw unverified(parameter);
        });
        source.setSslMode(SslMode.VERIFY_FULL.value);
        // Kerberos would encrypt in the place of TLS, where there is a ticket.
        source.setGssEncMode(GSSEncMode.DISABLE.value);
        if (source.getSslRootCert() == null && source.getSslCert() == null && !hasRootFile()) {
            // By itself the driver knows no other authorities than those of a file.
            source.setSslfactory(DefaultJavaSSLFactory.class.getName());
        }
    }

    private static boolean verifies(PGSimpleDataSource source) {
        return SslMode.VERIFY_FULL.value.equals(source.getSslMode());
    }

    private static StartupException unverified(String parameter) {
        return new StartupException("DATABASE_TLS_UNVERIFIED", "With " + parameter
                + " nobody verifies that it is the database that answers. Leave it out of the address, and name a CA of your own with"
                + " sslrootcert=FILE; or accept the risk with " + OPTION + ".");
    }

    /** As PostgreSQL's own programs have it. */
    private static boolean hasRootFile() {
        String folder = System.getenv("APPDATA");
        return Files.exists(PostgresBinaries.isWindows() && folder != null
                ? Path.of(folder, "postgresql", "root.crt")
                : Path.of(System.getProperty("user.home"), ".postgresql", "root.crt"));
    }

    private static String encryption(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("select version from pg_stat_ssl where pid = pg_backend_pid() and ssl")) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
