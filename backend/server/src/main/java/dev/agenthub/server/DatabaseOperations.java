package dev.agenthub.server;

import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.SetupResult;
import dev.agenthub.db.doctor.CheckResult;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.migration.SetupProgress;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.connectors.vault.VaultKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The operator's commands for a PostgreSQL server of their own: set up, migrate, examine, rotate keys. They work while backends serve, too.
 *
 * <p>Failures are {@link dev.agenthub.db.failure.StartupException}s; {@link Backend#startFailureCode} returns their codes.
 */
public final class DatabaseOperations {

    private DatabaseOperations() {}

    /** A {@link CheckResult} for callers that do not depend on the database module. */
    public record Examined(boolean fine, boolean wrong, String subject, String sentence, String remedy,
            String sql) {}

    /** How many of the administrator's scripts and of the migrations were applied now. */
    public record Migrated(int scripts, int migrations) {}

    /**
     * Sets a database up, or migrates it to the current version.
     *
     * @param folder the data folder, which holds the secrets that backends open the database with
     * @param accepted names of accepted risks, as in {@link ExternalDatabase.Target}
     * @param progress receives one sentence before each step, and one for each repair
     */
    public static Migrated migrate(String url, String admin, String password, Path folder, Set<String> accepted,
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

    /** Examines the database server and the database; one result for each check. */
    public static List<Examined> examine(String url, String admin, String password, Path folder,
            Set<String> accepted) {
        return ExternalDatabase.examine(target(url, admin, password, folder, accepted)).stream()
                .map(finding -> new Examined(finding.severity() == CheckResult.Severity.FINE,
                        finding.severity() == CheckResult.Severity.WRONG, finding.subject(), finding.sentence(),
                        finding.remedy(), finding.sql()))
                .toList();
    }

    /** Replaces the keys that sign organization contexts; the replaced keys stay valid for {@code keep}. */
    public static void rotateKeys(String url, String admin, String password, Path folder, Set<String> accepted,
            Duration keep) {
        ExternalDatabase.rotateKeys(target(url, admin, password, folder, accepted), keep);
    }

    /**
     * Replaces the key that encrypts the connections' credentials; works while backends serve from the folder.
     *
     * @throws StartupException SECRETS_UNUSABLE where the folder has no key
     */
    public static void rotateVault(Path folder) {
        VaultKeys.rotate(folder);
    }

    private static ExternalDatabase.Target target(String url, String admin, String password, Path folder,
            Set<String> accepted) {
        return new ExternalDatabase.Target(url, admin, SecretBytes.ofText(password), folder.resolve("secrets"),
                accepted);
    }
}
