package dev.agenthub.db;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** The tenant tables' migrations, by Flyway: all that are due in one transaction, or none. */
final class Migrations {

    /** The last one: a backend that opens a database may not ask Flyway which there are. */
    static final String NEWEST = "V007__checkpoints_and_leases.sql";

    private static final String LOCATION = "classpath:dev/agenthub/db/migration";

    private Migrations() {}

    /** Scripts that are due, and versions that another release applied. */
    record State(List<String> due, List<String> foreign) {}

    /**
     * Applies what is due.
     *
     * @return descriptions of what was applied
     * @throws StartupException DATABASE_MIGRATION_FAILED; nothing is changed then
     */
    static List<String> run(DataSource owner, SetupProgress progress) {
        return run(owner, progress, LOCATION);
    }

    static List<String> run(DataSource owner, SetupProgress progress, String... locations) {
        try {
            Flyway flyway = flyway(owner, locations);
            List<String> due = Arrays.stream(flyway.info().pending()).map(MigrationInfo::getDescription).toList();
            progress.step("Applying migrations: " + (due.isEmpty() ? "none is due" : String.join(", ", due)));
            flyway.migrate();
            return due;
        } catch (FlywayException e) {
            throw new StartupException("DATABASE_MIGRATION_FAILED",
                    "The database could not be brought up to date: " + why(e), e);
        }
    }

    /** Flyway frames what PostgreSQL said with a table of several lines. */
    private static String why(FlywayException thrown) {
        String script = thrown instanceof FlywayMigrateException at && at.getMigration() != null
                ? at.getMigration().getScript() + " failed at line " + at.getLineNumber() + ": "
                : "";
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return script + Failures.said(sql);
            }
        }
        return script + thrown.getMessage();
    }

    static State state(DataSource anybody) {
        MigrationInfoService info = flyway(anybody, LOCATION).info();
        return new State(Arrays.stream(info.pending()).map(MigrationInfo::getScript).toList(),
                Arrays.stream(info.applied()).filter(one -> !one.getState().isResolved() || one.getState().isFailed())
                        .map(one -> "V" + one.getVersion()).toList());
    }

    private static Flyway flyway(DataSource source, String... locations) {
        return Flyway.configure().dataSource(source).locations(locations)
                .defaultSchema("migration").createSchemas(false).table("history").cleanDisabled(true)
                .validateMigrationNaming(true).group(true)
                // A database that a later release has been at is none that this one understands.
                .ignoreMigrationPatterns(new String[0]).load();
    }
}
