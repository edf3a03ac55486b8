package dev.agenthub.db.migration;

import dev.agenthub.db.failure.Failures;
import dev.agenthub.db.failure.StartupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** Migrates the tenant tables with Flyway: all outstanding migrations in one transaction. */
public final class Migrations {

    /** In their order: whoever may not ask Flyway compares with these. */
    public static final List<String> SCRIPTS = List.of("V001__organizations_and_members.sql", "V002__signing_in.sql",
            "V003__connectors.sql", "V004__policies_and_agents.sql", "V005__approvals.sql", "V006__runs.sql",
            "V007__checkpoints_and_leases.sql",
            "V008__remembered_answers.sql", "V009__limits.sql",
            "V010__unknown_reservations.sql", "V011__cap_alerts.sql",
            "V012__authorization_details.sql", "V013__earlier_tools.sql", "V014__open_circuits.sql",
            "V015__own_definitions.sql");

    private static final String LOCATION = "classpath:dev/agenthub/db/migration";

    private Migrations() {}

    /**
     * Applies outstanding migrations.
     *
     * @return descriptions of what was applied
     * @throws StartupException DATABASE_MIGRATION_FAILED; nothing is changed then
     */
    public static List<String> run(DataSource owner, SetupProgress progress) throws SQLException {
        return run(owner, progress, LOCATION);
    }

    public static List<String> run(DataSource owner, SetupProgress progress, String... locations) throws SQLException {
        try {
            Flyway flyway = flyway(owner, locations);
            MigrationInfo[] pending = flyway.info().pending();
            if (List.of(locations).equals(List.of(LOCATION))) {
                requireListed(pending);
            }
            List<String> due = Arrays.stream(pending).map(MigrationInfo::getDescription).toList();
            progress.step("Applying migrations: " + (due.isEmpty() ? "none is due" : String.join(", ", due)));
            flyway.migrate();
            letGuardRead(owner);
            return due;
        } catch (FlywayException e) {
            throw new StartupException("DATABASE_MIGRATION_FAILED",
                    "The database could not be brought up to date: " + why(e), e);
        }
    }

    /** A script that only Flyway finds would be taken for one of a later release as soon as it is applied. */
    private static void requireListed(MigrationInfo... pending) {
        for (MigrationInfo migration : pending) {
            if (!SCRIPTS.contains(migration.getScript())) {
                throw new IllegalStateException(migration.getScript() + " is missing in Migrations.SCRIPTS");
            }
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

    /** The guard tells whoever serves what was applied, and the history is its owner's. */
    private static void letGuardRead(DataSource owner) throws SQLException {
        try (Connection connection = owner.getConnection(); Statement statement = connection.createStatement()) {
            try (ResultSet row = statement
                    .executeQuery("select has_table_privilege('hub_guard', 'migration.history', 'select')")) {
                row.next();
                if (row.getBoolean(1)) {
                    return;
                }
            }
            statement.execute("grant select on migration.history to hub_guard");
        }
    }

    private static Flyway flyway(DataSource source, String... locations) {
        return Flyway.configure().dataSource(source).locations(locations)
                .defaultSchema("migration").createSchemas(false).table("history").cleanDisabled(true)
                .validateMigrationNaming(true).group(true)
                // A database that a later release has been at is none that this one understands.
                .ignoreMigrationPatterns(new String[0]).load();
    }
}
