package dev.agenthub.server.connectors.vault;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.files.DurableFile;
import dev.agenthub.server.folder.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okio.Buffer;

/**
 * The master keys of a vault, in files that only the operating system user can read: the one that encrypts, and earlier
 * ones, which still decrypt. The key can be rotated while backends serve. Safe for use by many threads and processes.
 */
public final class VaultKeys {
    private static final String CURRENT = "vault.key";
    private static final String EARLIER = "vault.earlier";
    /** Longer than a backend takes to read a new key, and than a person takes to consent at a provider. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final Path secrets;

    private VaultKeys(Path secrets) {
        this.secrets = secrets;
    }

    /**
     * The keys of a data folder, created where there are none.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE, SECRETS_UNUSABLE
     */
    public static VaultKeys of(DataFolder folder) {
        var _ = folder.secret(CURRENT, CredentialVault.KEY_LENGTH);
        return new VaultKeys(folder.secrets());
    }

    /**
     * Replaces the key that encrypts; works while backends serve from the folder.
     *
     * @param root the data folder
     * @throws StartupException SECRETS_UNUSABLE where the folder has no vault
     */
    public static void rotate(Path root) {
        VaultKeys keys = new VaultKeys(root.resolve("secrets"));
        try {
            Buffer earlier = new Buffer();
            keys.read().forEach(key -> earlier.write(key.bytes()));
            DurableFile.writePrivately(keys.secrets.resolve(EARLIER), earlier.readByteArray());
            DurableFile.writePrivately(keys.secrets.resolve(CURRENT),
                    SecretBytes.random(CredentialVault.KEY_LENGTH).bytes());
        } catch (IOException e) {
            throw new StartupException("SECRETS_UNUSABLE", root + " holds no keys of a vault that can be replaced.", e);
        }
    }

    /** The key that encrypts, followed by the earlier ones. */
    List<SecretBytes> all() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<SecretBytes> read() throws IOException {
        List<SecretBytes> keys = new ArrayList<>();
        keys.add(SecretBytes.of(Files.readAllBytes(secrets.resolve(CURRENT))));
        Path earlier = secrets.resolve(EARLIER);
        byte[] bytes = Files.exists(earlier) ? Files.readAllBytes(earlier) : new byte[0];
        for (int at = 0; at + CredentialVault.KEY_LENGTH <= bytes.length; at += CredentialVault.KEY_LENGTH) {
            SecretBytes key = SecretBytes.of(Arrays.copyOfRange(bytes, at, at + CredentialVault.KEY_LENGTH));
            // An interrupted rotation left the current key in both files.
            if (!Arrays.equals(key.bytes(), keys.getFirst().bytes())) {
                keys.add(key);
            }
        }
        return keys;
    }

    /**
     * Deletes the earlier keys, if the current one has been in use for long enough. To be
     * called where no credential is encrypted with them any more.
     */
    void forgetEarlier(Instant now) {
        Path earlier = secrets.resolve(EARLIER);
        try {
            if (Files.exists(earlier)
                    && Files.getLastModifiedTime(earlier).toInstant().plus(KEPT).isBefore(now)) {
                Files.delete(earlier);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
