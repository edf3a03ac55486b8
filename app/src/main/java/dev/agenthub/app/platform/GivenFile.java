package dev.agenthub.app.platform;

import dev.agenthub.files.DurableFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens and writes files named by a person. Opening a pipe without a process at its other end, which would block for ever, fails after
 * 3 seconds.
 */
public final class GivenFile {
    /** The code where a file named by a person cannot be read. */
    public static final String UNREADABLE = "FILE_UNREADABLE";

    private static final long PATIENCE_SECONDS = 3;

    private GivenFile() {}

    /**
     * Opens a file or pipe for reading.
     *
     * @throws IOException where it cannot be read, or is a pipe that no process opens for writing within 3 seconds
     */
    public static InputStream open(Path file) throws IOException {
        return isOther(file)
                ? promptly(() -> Files.newInputStream(file), "nobody writes into it")
                : Files.newInputStream(file);
    }

    /**
     * Writes a text, in UTF-8. A file is written completely or not at all: after a failure the older file of that name is as it was. An
     * existing pipe or device is written to directly.
     *
     * @throws IOException where it cannot be written, or is a pipe that no process opens for reading within 3 seconds
     */
    public static void write(Path target, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (isOther(target)) {
            try (OutputStream out = promptly(() -> Files.newOutputStream(target, StandardOpenOption.WRITE),
                    "nobody reads it")) {
                out.write(content);
            }
        } else {
            DurableFile.write(target, content);
        }
    }

    /** Whether the path exists and is neither a file nor a folder, but a pipe, a socket or a device. */
    public static boolean isOther(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    /** The failure for a file that could not be read. {@code shown} is how the sentence names it. */
    public static CodedException unreadable(Path file, String shown, IOException cause) {
        String why = switch (cause) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "you may not read it";
            default -> Files.isDirectory(file) ? "it is a folder" : String.valueOf(cause.getMessage());
        };
        return new CodedException(UNREADABLE, shown + " can’t be read: " + why + ".", cause);
    }

    /** As {@link #unreadable(Path, String, IOException)}, with the file's name alone. */
    public static CodedException unreadable(Path file, IOException cause) {
        return unreadable(file, String.valueOf(file.getFileName()), cause);
    }

    private static <T extends Closeable> T promptly(Callable<T> opening, String otherwise) throws IOException {
        var opened = new CompletableFuture<T>();
        // A blocked open cannot be interrupted, so its thread is abandoned; as a daemon it does not keep the process alive.
        Thread.ofPlatform().daemon().name("open").start(() -> {
            try {
                opened.complete(opening.call());
            } catch (Exception e) {
                opened.completeExceptionally(e);
            }
        });
        try {
            return opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            var _ = opened.thenAccept(GivenFile::close);
            throw new IOException(otherwise, e);
        } catch (InterruptedException e) {
            var _ = opened.thenAccept(GivenFile::close);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was not waited for");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
    }

    private static void close(Closeable late) {
        try {
            late.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
