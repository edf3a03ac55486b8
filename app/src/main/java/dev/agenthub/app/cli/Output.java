package dev.agenthub.app.cli;

import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.app.text.HiddenCharacters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Writes a command's result to standard output or a file. A failure is a {@link CommandFailure}. */
public final class Output {
    private Output() {}

    /** Writes text to standard output, always as UTF-8 because programs read it too. */
    public static void print(Terminal terminal, String text) {
        print(terminal, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes text for people to standard output and returns the exit code of a success. Hidden characters are marked: texts of agents and
     * people may contain control characters of terminals.
     */
    public static int printMarked(Terminal terminal, String text) {
        print(terminal, HiddenCharacters.markedLines(text));
        return 0;
    }

    /** Writes bytes to standard output unchanged. */
    public static void print(Terminal terminal, byte[] bytes) {
        terminal.out().write(bytes, 0, bytes.length);
        requireWritten(terminal);
    }

    /** Fails where writing to standard output failed, as on a full disk or a closed pipe: print streams throw no exception. */
    public static void requireWritten(Terminal terminal) {
        if (terminal.out().checkError()) {
            throw CommandFailure.notDone("OUTPUT_UNWRITABLE",
                    "The output can’t be written: the disk is full, or nobody reads it any more.");
        }
    }

    /** Writes a remark to the error stream, so that it does not mix with the result. */
    public static void remark(Terminal terminal, String sentence) {
        terminal.err().println("agenthub: " + sentence);
        terminal.err().flush();
    }

    /** Writes a file completely or not at all. An existing pipe or device is written to directly. */
    public static void write(Path target, String text) {
        try {
            GivenFile.write(target, text);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    public static CommandFailure unwritable(Path target, IOException cause) {
        String why = switch (cause) {
            case NoSuchFileException _ -> "there is no such folder";
            case AccessDeniedException _ -> "you may not write there";
            default -> Files.isDirectory(target) ? "a folder is in its place" : String.valueOf(cause.getMessage());
        };
        return CommandFailure.notDone("FILE_UNWRITABLE", target + " can’t be written: " + why + ".");
    }
}
