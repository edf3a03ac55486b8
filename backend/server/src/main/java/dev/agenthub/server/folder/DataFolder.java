package dev.agenthub.server.folder;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.files.DataFolderCodes;
import dev.agenthub.files.DurableFile;
import dev.agenthub.files.PrivateFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The data folder of an installation, readable by the operating system user only. Used by
 * one process at a time, or shared by the backends of one database.
 */
public final class DataFolder implements AutoCloseable {

    private static final List<String> PARTS = List.of("postgres", "secrets", "checkpoints", "sandbox", "keys", "pins",
            "logs", "turns");

    private final Path root;
    private final InstanceLock lock;
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    private DataFolder(Path root, InstanceLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates the folder where it is missing, and locks it for this process.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE where it cannot be created or written, DATA_FOLDER_IN_USE where another process uses it
     */
    public static DataFolder open(Path root) {
        return open(root, false);
    }

    /**
     * Opens the folder for one of several backends on an external database; they share its secrets and the signer's state.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE, DATA_FOLDER_IN_USE where a process has locked it for itself
     */
    public static DataFolder share(Path root) {
        return open(root, true);
    }

    private static DataFolder open(Path root, boolean shared) {
        Path absolute = root.toAbsolutePath().normalize();
        try {
            createPrivate(absolute);
            Path file = absolute.resolve("instance.lock");
            InstanceLock lock = shared ? InstanceLock.share(file) : InstanceLock.take(file);
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
        PrivateFolders.createOrNarrow(folder);
        if (!Files.isWritable(folder)) {
            throw new IOException(folder + " is not writable");
        }
    }

    private static StartupException unusable(Path folder, IOException cause) {
        String why = cause instanceof FileAlreadyExistsException ? "a file stands where a folder should be: " : "";
        return new StartupException(DataFolderCodes.UNUSABLE,
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
     * The random secret of this name, created by the first call and kept in a file that only the operating system user can read.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE where it cannot be read or written, SECRETS_UNUSABLE where it has another length
     */
    public SecretBytes secret(String name, int length) {
        return alone(name, () -> {
            Path file = secrets().resolve(name);
            try {
                if (!Files.exists(file)) {
                    DurableFile.writePrivately(file, SecretBytes.random(length).bytes());
                }
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length != length) {
                    throw new StartupException("SECRETS_UNUSABLE", "The secret file " + file + " is damaged: "
                            + length + " bytes expected. Restore it from a backup of this folder.");
                }
                return SecretBytes.of(bytes);
            } catch (IOException e) {
                throw unusable(root, e);
            }
        });
    }

    /**
     * Runs work under a named lock, which one thread of all processes on this folder holds at a time; a crash releases it. Not reentrant.
     *
     * @param name the lock's name, valid as a file name
     */
    public <T> T alone(String name, Supplier<T> work) {
        ReentrantLock turn = turns.computeIfAbsent(name, _ -> new ReentrantLock());
        turn.lock();
        try (FileChannel channel = FileChannel.open(root.resolve("turns").resolve(name + ".lock"),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            return work.get();
        } catch (IOException e) {
            throw unusable(root, e);
        } finally {
            turn.unlock();
        }
    }

    /** Releases the folder's lock. Called last, when nothing uses the folder any more. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
