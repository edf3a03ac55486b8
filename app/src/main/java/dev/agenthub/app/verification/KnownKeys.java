package dev.agenthub.app.verification;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** Returns the key recorded for a log; null when there is none. */
    public @Nullable Known find(String origin) throws IOException {
        Path file = file(origin);
        try {
            VerifierKey key = VerifierKey.parse(Files.readString(file).strip());
            return key.name().equals(origin) ? new Known(key, Files.getLastModifiedTime(file).toInstant()) : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Records a key for the log in its name; returns whether it is new. */
    public boolean remember(VerifierKey key) throws IOException {
        Files.createDirectories(folder);
        try {
            Files.writeString(file(key.name()), key + "\n", StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
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
