package dev.agenthub.server.connectors;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.secret.OwnerOnly;
import dev.agenthub.db.secret.SecretBytes;
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
 * The master keys of a vault, in files that only their owner reads: the one that seals, and those before it,
 * which still open. One can follow another while backends serve. Safe for use by many threads and processes.
 */
public final class VaultKeys {
    private static final String CURRENT = "vault.key";
    private static final String EARLIER = "vault.earlier";
    /** As long as a backend may take to see the new key, and much more than a person takes to consent at a provider. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final Path secrets;

    private VaultKeys(Path secrets) {
        this.secrets = secrets;
    }

    /**
     * Those of a data folder, made where there are none.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE, SECRETS_UNUSABLE
     */
    public static VaultKeys of(DataFolder folder) {
        var _ = folder.secret(CURRENT, CredentialVault.KEY_LENGTH);
        return new VaultKeys(folder.secrets());
    }

    /**
     * Puts another key in the place of the one that seals, whether a backend serves from that folder or not.
     *
     * @param root the data folder
     * @throws StartupException SECRETS_UNUSABLE where the folder has no vault
     */
    public static void rotate(Path root) {
        VaultKeys keys = new VaultKeys(root.resolve("secrets"));
        try {
            Buffer earlier = new Buffer();
            keys.read().forEach(key -> earlier.write(key.bytes()));
            OwnerOnly.replace(keys.secrets.resolve(EARLIER), earlier.readByteArray());
            OwnerOnly.replace(keys.secrets.resolve(CURRENT), SecretBytes.random(CredentialVault.KEY_LENGTH).bytes());
        } catch (IOException e) {
            throw new StartupException("SECRETS_UNUSABLE", root + " holds no keys of a vault that can be replaced.", e);
        }
    }

    /** The key that seals, and then those before it. */
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
            // A rotation that was interrupted left the current one in both.
            if (!Arrays.equals(key.bytes(), keys.getFirst().bytes())) {
                keys.add(key);
            }
        }
        return keys;
    }

    /**
     * Deletes the keys before the current one, if that one is in force for long enough; to
     * be called where nothing is sealed with them any more.
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
