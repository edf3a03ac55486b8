package dev.agenthub.db;

import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/** The tenant tables' migrations, by Flyway: all that are due in one transaction, or none. */
final class Migrations {

    private Migrations() {}

    /** Scripts that are due, and versions that another release applied. */
    record State(List<String> due, List<String> foreign) {}

    /** @throws StartupException DATABASE_MIGRATION_FAILED; nothing is changed then */
    static void run(DataSource owner) {
        try {
            flyway(owner).migrate();
        } catch (FlywayException e) {
            throw new StartupException("DATABASE_MIGRATION_FAILED",
                    "The database could not be brought up to date: " + e.getMessage(), e);
        }
    }

    static State state(DataSource anybody) {
        MigrationInfoService info = flyway(anybody).info();
        return new State(Arrays.stream(info.pending()).map(MigrationInfo::getScript).toList(),
                Arrays.stream(info.applied()).filter(one -> !one.getState().isResolved() || one.getState().isFailed())
                        .map(one -> "V" + one.getVersion()).toList());
    }

    private static Flyway flyway(DataSource source) {
        return Flyway.configure().dataSource(source).locations("classpath:dev/agenthub/db/migration")
                .defaultSchema("migration").createSchemas(false).table("history").cleanDisabled(true)
                .validateMigrationNaming(true).group(true)
                // A database that a later release has been at is none that this one understands.
                .ignoreMigrationPatterns(new String[0]).load();
    }
}
