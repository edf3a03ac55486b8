package dev.agenthub.app.verification;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The verifier keys recorded on this machine: one file a log in the data folder's {@code pins}. A
 * recorded key is never replaced, since an auditor must be warned of another key for the same log.
 */
public final class KnownKeys {
    private static final int DISTINCT = 8;

    private final Path folder;

    /** The keys in this folder, which need not exist. */
    public KnownKeys(Path folder) {
        this.folder = folder;
    }

    /**
     * A recorded key.
     *
     * @param since when it was recorded
     */
    public record Known(VerifierKey key, Instant since) {}

    /** Returns the key recorded for a log; null when there is none, or only an empty file, which a machine that lost power can leave. */
    public @Nullable Known find(String origin) throws IOException {
        Path file = file(origin);
        try {
            String text = Files.readString(file);
            if (text.isEmpty()) {
                return null;
            }
            VerifierKey key = VerifierKey.parse(text.strip());
            return key.name().equals(origin) ? new Known(key, Files.getLastModifiedTime(file).toInstant()) : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Records a key for the log in its name; returns whether it is new. */
    public boolean remember(VerifierKey key) throws IOException {
        Path file = file(key.name());
        if (isRecorded(file)) {
            return false;
        }
        Files.createDirectories(folder);
        return LockFile.alone(folder.resolve("keys.lock"), () -> {
            if (isRecorded(file)) {
                return false;
            }
            DurableFile.write(file, (key + "\n").getBytes(StandardCharsets.UTF_8));
            return true;
        });
    }

    private static boolean isRecorded(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    /** The folder, to show it to a person. */
    public Path folder() {
        return folder;
    }

    /** The file of an origin, with a readable and unique name. */
    private Path file(String origin) {
        String readable = origin.replaceAll("[^A-Za-z0-9.-]+", "_");
        String distinct = Hash.sha256(origin.getBytes(StandardCharsets.UTF_8)).hex().substring(0, DISTINCT);
        return folder.resolve(readable.substring(0, Math.min(readable.length(), 100)) + "-" + distinct + ".vkey");
    }
}
