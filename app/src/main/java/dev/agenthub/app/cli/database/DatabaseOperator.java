package dev.agenthub.app.cli.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Operations on an external PostgreSQL. Every failure is a {@code CodedException}. */
public interface DatabaseOperator {

    /** Creates or migrates the database schema. {@code progress} receives a sentence at the start of each step. */
    Migrated migrate(Target target, Consumer<String> progress);

    /** Examines the database and its server. */
    List<Examined> examine(Target target);

    /** Replaces the keys that sign organization contexts; the previous keys stay valid for {@code keep}. */
    void rotateKeys(Target target, Duration keep);

    /** Replaces the data folder's key that encrypts credentials. */
    void rotateVault(Path folder);

    /**
     * A database and its administrator.
     *
     * @param folder the data folder with the secrets with which backends open the database
     * @param accepted names of accepted risks: versions of PostgreSQL with known faults, such as 15.18, and unverified-database
     */
    record Target(String url, String admin, AdminPassword password, Path folder, Set<String> accepted) {
        public Target {
            accepted = Set.copyOf(accepted);
        }
    }

    /** A password that {@link #toString} does not reveal. */
    record AdminPassword(String text) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /** How many of the administrator's scripts and of the migrations were applied. */
    record Migrated(int scripts, int migrations) {}

    /**
     * One finding; {@code remedy} is empty where nothing needs to be done, {@code sql} where no SQL statement shows or repairs it.
     */
    record Examined(boolean fine, boolean wrong, String subject, String sentence, String remedy, String sql) {}
}
