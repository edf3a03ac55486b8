package dev.agenthub.app.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that one window works on a data folder, and lets a second start ask the first one to show itself.
 *
 * <p>The lock is the operating system's, so it ends with the process however that ends. The first window listens on loopback; where,
 * and the word that it obeys, stand in a file that only the owner can read.
 */
public final class SingleInstance implements AutoCloseable {
    public static final String IN_USE = "DATA_FOLDER_IN_USE";
    public static final String UNUSABLE = "DATA_FOLDER_UNUSABLE";

    private static final String SHOWN = "shown";
    private static final int PATIENCE_MILLIS = 3000;

    private final FileChannel channel;
    private final ServerSocket socket;
    private final String word;
    private final Runnable show;

    private SingleInstance(FileChannel channel, ServerSocket socket, String word, Runnable show) {
        this.channel = channel;
        this.socket = socket;
        this.word = word;
        this.show = show;
    }

    /** Claims {@code folder}; {@code show} runs, on a thread of its own, whenever a later start asks for this window. */
    public static SingleInstance claim(Path folder, Runnable show) {
        FileChannel channel = null;
        try {
            PrivateFiles.folder(folder);
            channel = FileChannel.open(folder.resolve("desktop.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new CodedException(IN_USE, askToShow(folder)
                        ? "AgentHub is already open on " + folder + "; its window now stands in front."
                        : "AgentHub is already open on " + folder + ".");
            }
            ServerSocket socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            String word = HexFormat.of().formatHex(random);
            PrivateFiles.write(folder.resolve("desktop.instance"),
                    (socket.getLocalPort() + "\n" + word + "\n").getBytes(StandardCharsets.US_ASCII));
            SingleInstance instance = new SingleInstance(channel, socket, word, show);
            Thread.ofVirtual().name("single-instance").start(instance::listen);
            return instance;
        } catch (IOException e) {
            closeQuietly(channel);
            throw new CodedException(UNUSABLE, "AgentHub can’t keep its data in " + folder + ": " + reason(e) + ".", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        channel.close();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                caller.setSoTimeout(PATIENCE_MILLIS);
                byte[] said = line(caller).getBytes(StandardCharsets.US_ASCII);
                if (MessageDigest.isEqual(said, word.getBytes(StandardCharsets.US_ASCII))) {
                    show.run();
                    caller.getOutputStream().write((SHOWN + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                System.getLogger(SingleInstance.class.getName()).log(System.Logger.Level.DEBUG, "A caller went away",
                        e);
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static boolean askToShow(Path folder) {
        try (Socket socket = new Socket()) {
            List<String> lines = Files.readAllLines(folder.resolve("desktop.instance"), StandardCharsets.US_ASCII);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(lines.get(0))),
                    PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((lines.get(1) + "\n").getBytes(StandardCharsets.US_ASCII));
            return line(socket).equals(SHOWN);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static String line(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        return line == null ? "" : line;
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            System.getLogger(SingleInstance.class.getName()).log(System.Logger.Level.DEBUG, "The lock stayed open", e);
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
