package dev.agenthub.server.folder;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.files.DataFolderCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** Locks a data folder for one process by an operating system lock, which a crash releases; the file contains the holder's process id. */
final class InstanceLock implements AutoCloseable {

    // Beyond the process id's text, since Windows prevents reading locked bytes.
    private static final long LOCKED_BYTE = 1L << 40;

    // POSIX locks belong to the process, and closing any channel of the file releases them: a second attempt must not open the file.
    private static final Set<Path> HELD_HERE = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private InstanceLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes a shared lock, which excludes processes with an exclusive one. */
    static InstanceLock share(Path file) throws IOException {
        return take(file, true);
    }

    static InstanceLock take(Path file) throws IOException {
        return take(file, false);
    }

    private static InstanceLock take(Path file, boolean shared) throws IOException {
        synchronized (HELD_HERE) {
            Path real = file.toAbsolutePath().normalize();
            if (HELD_HERE.contains(real)) {
                throw inUse(file, Long.toString(ProcessHandle.current().pid()));
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                if (channel.tryLock(LOCKED_BYTE, 1, shared) == null) {
                    throw inUse(file, Files.readString(file).strip());
                }
                channel.truncate(0);
                channel.write(
                        ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            HELD_HERE.add(real);
            return new InstanceLock(real, channel);
        }
    }

    private static StartupException inUse(Path file, String pid) {
        return new StartupException(DataFolderCodes.IN_USE,
                "The data folder " + file.getParent() + " is in use by another AgentHub"
                        + (pid.isEmpty() ? "." : ", process " + pid + "."));
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD_HERE) {
            channel.close();
            HELD_HERE.remove(file);
        }
    }
}
