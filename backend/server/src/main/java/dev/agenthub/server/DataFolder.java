package dev.agenthub.server;

import dev.agenthub.db.OwnerOnly;
import dev.agenthub.db.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where one installation keeps everything, readable by its owner only, and held by one process at a time. */
public final class DataFolder implements AutoCloseable {

    private static final List<String> PARTS = List.of("postgres", "secrets", "checkpoints", "sandbox", "keys", "pins",
            "logs");

    private final Path root;
    private final InstanceLock lock;

    private DataFolder(Path root, InstanceLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates what is missing of the folder and takes its instance lock.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE where it can't be created or written, DATA_FOLDER_IN_USE where another process has it
     */
    public static DataFolder open(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        try {
            createPrivate(absolute);
            InstanceLock lock = InstanceLock.take(absolute.resolve("instance.lock"));
            try {
                for (String part : PARTS) {
                    createPrivate(absolute.resolve(part));
                }
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
            return new DataFolder(absolute, lock);
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        OwnerOnly.folder(folder);
        if (!Files.isWritable(folder)) {
            throw new IOException(folder + " is not writable");
        }
    }

    private static StartupException unusable(Path folder, IOException cause) {
        String why = cause instanceof FileAlreadyExistsException ? "a file stands where a folder should be: " : "";
        return new StartupException("DATA_FOLDER_UNUSABLE",
                "The data folder " + folder + " can't be used: " + why + cause.getMessage() + ".", cause);
    }

    public Path root() {
        return root;
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Path sandbox() {
        return root.resolve("sandbox");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path pins() {
        return root.resolve("pins");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /**
     * The random secret of that name, made at the first call and kept in a file that only its owner can read.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE where it can't be read or written, SECRETS_UNUSABLE where it has another length
     */
    public Secret secret(String name, int length) {
        Path file = secrets().resolve(name);
        try {
            if (!Files.exists(file)) {
                OwnerOnly.replace(file, Secret.random(length).bytes());
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length != length) {
                throw new StartupException("DATA_FOLDER_UNUSABLE",
                        "The secret file " + file + " is damaged: " + length + " bytes expected.");
            }
            return Secret.of(bytes);
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /** Gives the folder back; last of all, when nothing uses it any more. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
