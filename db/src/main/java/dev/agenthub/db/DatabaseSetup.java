package dev.agenthub.db;

import dev.agenthub.db.connection.ServedDatabase;
import dev.agenthub.db.doctor.ApplicationRole;
import dev.agenthub.db.doctor.CheckResult;
import dev.agenthub.db.doctor.Doctor;
import dev.agenthub.db.doctor.ReleaseSteps;
import dev.agenthub.db.doctor.ServerCheck;
import dev.agenthub.db.failure.Failures;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.migration.Bootstrap;
import dev.agenthub.db.migration.Migrations;
import dev.agenthub.db.migration.SetupProgress;
import dev.agenthub.db.organization.TokenKeys;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.db.secret.Secrets;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** Sets a database up or brings it up to date, and opens it for the backend. Embedded and external servers are set up in the same way. */
public final class DatabaseSetup {
    private static final long SETUP_LOCK = 0x6167656e74687562L;
    private static final String OWNER_SECRET = "database-owner";
    private static final String APP_SECRET = "database-app";

    /** Connects to the database as one of our roles. */
    @FunctionalInterface
    interface DataSources {
        PGSimpleDataSource as(String role, SecretBytes password);
    }

    private final DataSources dataSources;
    private final Secrets secrets;

    DatabaseSetup(DataSources dataSources, Secrets secrets) {
        this.dataSources = dataSources;
        this.secrets = secrets;
    }

    /** Creates those secrets shared by the backend and the database that do not exist yet. */
    public static void drawMissing(Secrets secrets) throws IOException {
        for (String name : List.of(OWNER_SECRET, APP_SECRET, tokenKey(secrets))) {
            secrets.get(name);
        }
    }

    /** Whether the secrets needed to open a database that was set up exist. */
    static boolean hasSecrets(Secrets secrets) throws IOException {
        return secrets.has(APP_SECRET) && TokenKeys.newest(secrets) > 0;
    }

    /**
     * Sets roles and guard up, migrates, examines.
     *
     * @param accepted versions of PostgreSQL whose known faults are accepted
     * @throws StartupException with a stable code
     */
    SetupResult run(DataSource admin, Set<String> accepted, SetupProgress progress) throws SQLException, IOException {
        try (Connection administrator = admin.getConnection()) {
            lockSetup(administrator);
            Bootstrap bootstrap = new Bootstrap(administrator);
            Doctor doctor = new Doctor(administrator, accepted);
            ReleaseSteps steps = ReleaseSteps.of(administrator);
            if (!steps.foreign().isEmpty()) {
                ServerCheck.refuse(steps.finding());
            }
            progress.step("Setting up roles and guard: " + counted(steps.scripts().size()));
            if (steps.stands()) {
                bootstrap.renewSettings(progress);
                renewGuard(bootstrap, doctor, steps, progress);
            }
            if (!steps.scripts().isEmpty()) {
                bootstrap.apply(steps.scripts());
                bootstrap.renewSettings(progress);
            }
            for (String role : List.of("hub_owner", "hub_app")) {
                if (bootstrap.setPassword(role, secrets.get(role.equals("hub_app") ? APP_SECRET : OWNER_SECRET))
                        && steps.stands()) {
                    progress.mended("role " + role + " had not the data folder's password, which is set again");
                }
            }
            bootstrap.setTokenKey(Math.max(1, TokenKeys.newest(secrets)), secrets.get(tokenKey(secrets)));
            List<String> migrations = Migrations.run(dataSources.as("hub_owner", secrets.get(OWNER_SECRET)), progress);
            progress.step("Examining the database");
            doctor.requireFit();
            bootstrap.renewGuard(progress);
            bootstrap.assumeStatistics(progress);
            bootstrap.finish();
            return new SetupResult(steps.scripts(), migrations);
        }
    }

    private static String counted(int due) {
        return switch (due) {
            case 0 -> "no script is due";
            case 1 -> "1 script";
            default -> due + " scripts";
        };
    }

    /**
     * The guard's record of tables may come from another server, in a dump: with other numbers of columns, and conditions in the words of
     * another release of PostgreSQL. The guard would take the next script or migration for an attack. What a script of this release is due
     * to mend may be wrong still; anything else is.
     */
    private static void renewGuard(Bootstrap bootstrap, Doctor doctor, ReleaseSteps steps, SetupProgress progress)
            throws SQLException {
        if (steps.scripts().isEmpty()) {
            doctor.requireApart();
        } else if (!doctor.findsNothing()) {
            return;
        }
        bootstrap.renewGuard(progress);
    }

    /** Waits for other setups of this database to end. The lock ends with the connection. */
    private static void lockSetup(Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("select pg_advisory_lock(" + SETUP_LOCK + ")");
        }
    }

    /**
     * Examines the application's role, then server and database as that role.
     *
     * @param accepted versions of PostgreSQL whose known faults are accepted
     * @throws StartupException with a stable code: what became of the role, or as {@link #run}
     */
    void requireHealthy(Set<String> accepted) throws SQLException, IOException {
        PGSimpleDataSource source = dataSources.as("hub_app", secrets.get(APP_SECRET));
        ApplicationRole.requireUsable(source);
        try (Connection application = Failures.connect(source)) {
            new Doctor(application, accepted).requireHealthy();
        }
    }

    /** Whether the secrets at hand open the database, for both roles and for organizations. */
    List<CheckResult> tryOut(Connection administrator) throws SQLException, IOException {
        List<CheckResult> findings = new ArrayList<>();
        for (String role : List.of("hub_app", "hub_owner")) {
            String secret = role.equals("hub_app") ? APP_SECRET : OWNER_SECRET;
            findings.add(secrets.has(secret)
                    ? login(dataSources.as(role, secrets.get(secret)))
                    : CheckResult.wrong("SECRETS_UNUSABLE", role + "'s login", "The data folder has no password of it.",
                            "Run agenthub migrate with this data folder."));
        }
        int newest = TokenKeys.newest(secrets);
        findings.add(newest > 0 && new Bootstrap(administrator).knowsTokenKey(newest, secrets.get(tokenKey(secrets)))
                ? CheckResult.fine("token key", "The database admits the data folder's.")
                : CheckResult.wrong("SECRETS_UNUSABLE", "token key", "The database does not admit the data folder's.",
                        "Run agenthub migrate with this data folder, or name the one that the database was set up with."));
        return findings;
    }

    private static CheckResult login(PGSimpleDataSource source) throws SQLException {
        String subject = source.getUser() + "'s login";
        try (Connection _ = Failures.connect(source)) {
            return CheckResult.fine(subject, "The data folder's password opens the database.");
        } catch (StartupException e) {
            return CheckResult.wrong(e.code(), subject, String.valueOf(e.getMessage()), "Run agenthub migrate.");
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith("28")) {
                throw e;
            }
            return CheckResult.wrong("SECRETS_UNUSABLE", subject, "The database refuses it: " + Failures.said(e),
                    "Run agenthub migrate, which sets the password, or look at the server's pg_hba.conf.");
        }
    }

    /** The application's connections. */
    ServedDatabase open() throws IOException {
        PGSimpleDataSource source = dataSources.as("hub_app", secrets.get(APP_SECRET));
        // What has no parameters goes as one message, however many statements it is.
        source.setPreferQueryMode(PreferQueryMode.EXTENDED_FOR_PREPARED);
        return new ServedDatabase(source, new TokenKeys(secrets));
    }

    private static String tokenKey(Secrets secrets) throws IOException {
        return TokenKeys.file(Math.max(1, TokenKeys.newest(secrets)));
    }
}
