package dev.agenthub.app.cli;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads a command's input, a file or standard input. A failure is a {@link CommandFailure}. */
public final class Input {
    private static final Path STANDARD_INPUT = Path.of("-");

    private static final int LONGEST_SECRET = 8_192;

    /** Seconds of waiting after which the person is told what is awaited. */
    private static final long SECONDS_IN_SILENCE = 1;

    /** The help text about pipes. */
    public static final String PIPES = "A pipe is read to its end, however long its writer takes; one that nobody opens to write into is given up after 3 seconds.";

    /** Reads a file that a person named. */
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws IOException;
    }

    private Input() {}

    /** Reads a whole JSON text. Of input that is too large, one byte beyond the limit is read. */
    public static byte[] json(Path file, Terminal terminal) {
        try {
            return awaited(file, terminal, () -> bytes(file, terminal, CanonicalJson.DEFAULT_LIMIT + 1));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] bytes(Path file, Terminal terminal, int limit) throws IOException {
        try (InputStream in = file.equals(STANDARD_INPUT) ? terminal.in() : GivenFile.open(file)) {
            return in.readNBytes(limit);
        }
    }

    /** Reads a file or a pipe. Waits for the pipe's writer, and tells the person that it waits. */
    public static <T> T awaited(Path file, Terminal terminal, Reading<T> reading) throws IOException {
        if (!GivenFile.isOther(file)) {
            return reading.read();
        }
        CompletableFuture<Void> remark = CompletableFuture.runAsync(
                () -> Output.remark(terminal, "Waiting for what is written into " + file + "."),
                CompletableFuture.delayedExecutor(SECONDS_IN_SILENCE, TimeUnit.SECONDS));
        try {
            return reading.read();
        } finally {
            remark.cancel(false);
        }
    }

    /**
     * Reads a secret of one line, such as a key, without its line end. Secrets are no arguments, because other processes can read those.
     */
    public static String secretLine(Path file, Terminal terminal) {
        try {
            byte[] read = awaited(file, terminal, () -> bytes(file, terminal, LONGEST_SECRET + 1));
            String text = new String(read, StandardCharsets.UTF_8).stripTrailing();
            if (text.isEmpty() || text.length() > LONGEST_SECRET || text.indexOf('\n') >= 0) {
                throw CommandFailure.notDone("SECRET_UNREADABLE", file + " does not hold one line of at most "
                        + LONGEST_SECRET + " characters.");
            }
            return text;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Refuses pipes and devices: exports and proofs are read more than once, which those do not permit. */
    public static void requireFile(Path file) {
        if (GivenFile.isOther(file)) {
            throw CommandFailure.notDone(GivenFile.UNREADABLE, file
                    + " is a pipe or a device, which can be read only once: save it as a file first.");
        }
    }

    /** The failure for a file that could not be read. */
    public static CodedException unreadable(Path file, IOException cause) {
        return file.equals(STANDARD_INPUT) && cause instanceof NoSuchFileException
                ? CommandFailure.notDone(GivenFile.UNREADABLE,
                        file + " can’t be read: this is not read from the standard input.")
                : GivenFile.unreadable(file, file.toString(), cause);
    }

    /** The failure for a file whose content is not acceptable. */
    public static CommandFailure rejected(EvidenceException refused) {
        return CommandFailure.rejected(refused.code(), sentence(refused));
    }

    /** The failure's sentence, with the byte offset where there is one. */
    public static String sentence(EvidenceException refused) {
        String message = String.valueOf(refused.getMessage());
        return refused.offset() < 0 ? message : message + " (At byte " + refused.offset() + ".)";
    }
}
