package dev.agenthub.app.platform;

import dev.agenthub.app.platform.LaterStartListener.Limits;
import dev.agenthub.files.DataFolderCodes;
import dev.agenthub.files.DurableFile;
import dev.agenthub.files.PrivateFolders;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ensures that at most one window uses a data folder; a second start makes the first window show itself.
 *
 * <p>The operating system's file lock ends with the process, however that ends. The first window
 * listens on loopback; its port and the secret word are in a file that only the owner can read.
 */
public final class SingleInstance implements AutoCloseable {
    private final FileChannel channel;
    private final LaterStartListener listener;

    private SingleInstance(FileChannel channel, LaterStartListener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    /** Claims {@code folder}. {@code show} runs, on its own thread, whenever a later start asks for this window. */
    public static SingleInstance claim(Path folder, Runnable show) {
        return claim(folder, show, Limits.DEFAULTS);
    }

    static SingleInstance claim(Path folder, Runnable show, Limits limits) {
        FileChannel channel = null;
        LaterStartListener listener = null;
        try {
            PrivateFolders.create(folder);
            channel = FileChannel.open(folder.resolve("desktop.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new CodedException(DataFolderCodes.IN_USE, askToShow(folder, limits)
                        ? "AgentHub is already open on " + folder + "; its window now stands in front."
                        : "AgentHub is already open on " + folder + ".");
            }
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            String word = HexFormat.of().formatHex(random);
            listener = LaterStartListener.open(word, show, limits);
            DurableFile.writePrivately(folder.resolve("desktop.instance"),
                    (listener.port() + "\n" + word + "\n").getBytes(StandardCharsets.US_ASCII));
            return new SingleInstance(channel, listener);
        } catch (IOException e) {
            closeQuietly(listener);
            closeQuietly(channel);
            throw new CodedException(DataFolderCodes.UNUSABLE,
                    "AgentHub can’t keep its data in " + folder + ": " + reason(e) + ".", e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        channel.close();
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static boolean askToShow(Path folder, Limits limits) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("desktop.instance"), StandardCharsets.US_ASCII);
            return LaterStartListener.ask(Integer.parseInt(lines.get(0)), lines.get(1), limits.patience());
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static void closeQuietly(@Nullable Closeable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (IOException e) {
            System.getLogger(SingleInstance.class.getName()).log(System.Logger.Level.DEBUG, "The claim stayed", e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.FileAlreadyExistsException _ -> "a file stands where a folder should be";
            case java.nio.file.NotDirectoryException _ -> "a file stands where a folder should be";
            case java.nio.file.AccessDeniedException _ -> "it may not be written";
            default -> String.valueOf(e.getMessage());
        };
    }
}
