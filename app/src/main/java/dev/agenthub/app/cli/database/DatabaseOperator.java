package dev.agenthub.app.cli.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What can be done to a PostgreSQL of the operator's own. Every failure is a {@code CodedException}. */
public interface DatabaseOperator {

    /** Sets the database up, or brings it up to date. {@code progress} hears a sentence for each step as it begins. */
    Migrated migrate(Target target, Consumer<String> progress);

    /** Examines server and database. */
    List<Examined> examine(Target target);

    /** Replaces the keys of organization contexts; those replaced are admitted for {@code keep} longer. */
    void rotateKeys(Target target, Duration keep);

    /** Replaces the key that seals credentials in the secrets of that data folder. */
    void rotateVault(Path folder);

    /**
     * A database and its administrator.
     *
     * @param folder the data folder that keeps the secrets which backends open the database with
     * @param accepted names of risks that are taken: versions of PostgreSQL with known faults, such as 15.18, and unverified-database
     */
    record Target(String url, String admin, AdminPassword password, Path folder, Set<String> accepted) {
        public Target {
            accepted = Set.copyOf(accepted);
        }
    }

    /** A password that does not print itself. */
    record AdminPassword(String text) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /** How many of the administrator's scripts and of the migrations were due and are applied now. */
    record Migrated(int scripts, int migrations) {}

    /**
     * One thing that was examined; {@code remedy} is empty where nothing needs to be done,
     * {@code sql} where no statement shows or mends it.
     */
    record Examined(boolean fine, boolean wrong, String subject, String sentence, String remedy, String sql) {}
}
