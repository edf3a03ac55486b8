package dev.agenthub.server;

import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.SetupResult;
import dev.agenthub.db.doctor.CheckResult;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.migration.SetupProgress;
import dev.agenthub.server.common.SecretBytes;
import dev.agenthub.server.connectors.VaultKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What an operator does with a PostgreSQL of their own from the command line, before and beside any backend.
 *
 * <p>Failures are {@link dev.agenthub.db.failure.StartupException}s; {@link Backend#startFailureCode} names their codes.
 */
public final class DatabaseOperations {

    private DatabaseOperations() {}

    /** As {@link CheckResult}, for those who do not know the database's classes. */
    public record Examined(boolean fine, boolean wrong, String subject, String sentence, String remedy,
            String sql) {}

    /** How many of the administrator's scripts and of the migrations were due and are applied now. */
    public record Migrated(int scripts, int migrations) {}

    /**
     * Sets a database up, or brings it up to date.
     *
     * @param folder the data folder, whose secrets the backends open the database with
     * @param accepted risks that are taken, as in {@link ExternalDatabase.Target}
     * @param progress hears a sentence for each step as it begins, and for what was mended
     */
    public static Migrated migrate(String url, String admin, SecretBytes password, Path folder, Set<String> accepted,
            Consumer<String> progress) {
        SetupResult result = ExternalDatabase.setUp(target(url, admin, password, folder, accepted),
                new SetupProgress() {
                    @Override
                    public void step(String sentence) {
                        progress.accept(sentence);
                    }

                    @Override
                    public void mended(String sentence) {
                        progress.accept("Mended: " + sentence);
                    }
                });
        return new Migrated(result.scripts().size(), result.migrations().size());
    }

    /** Examines server and database. */
    public static List<Examined> examine(String url, String admin, SecretBytes password, Path folder,
            Set<String> accepted) {
        return ExternalDatabase.examine(target(url, admin, password, folder, accepted)).stream()
                .map(finding -> new Examined(finding.severity() == CheckResult.Severity.FINE,
                        finding.severity() == CheckResult.Severity.WRONG, finding.subject(), finding.sentence(),
                        finding.remedy(), finding.sql()))
                .toList();
    }

    /** Replaces the keys of organization contexts; those replaced are admitted for {@code keep} longer. */
    public static void rotateKeys(String url, String admin, SecretBytes password, Path folder, Set<String> accepted,
            Duration keep) {
        ExternalDatabase.rotateKeys(target(url, admin, password, folder, accepted), keep);
    }

    /**
     * Replaces the key that seals the credentials of connections, whether backends serve from the folder or not.
     *
     * @throws StartupException SECRETS_UNUSABLE where the folder has no such key
     */
    public static void rotateVault(Path folder) {
        VaultKeys.rotate(folder);
    }

    private static ExternalDatabase.Target target(String url, String admin, SecretBytes password, Path folder,
            Set<String> accepted) {
        return new ExternalDatabase.Target(url, admin, new dev.agenthub.db.secret.DatabaseSecret(password.text()),
                folder.resolve("secrets"),
                accepted);
    }
}
