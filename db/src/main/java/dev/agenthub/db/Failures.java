package dev.agenthub.db;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Turns what the system reports into the sentence and code that the person who started can act on. */
final class Failures {

    private Failures() {}

    static StartupException of(IOException cause, String sentence) {
        if (isDiskFull(cause.getMessage())) {
            return new StartupException("DISK_FULL", sentence + ": the disk is full.", cause);
        }
        String why = cause instanceof FileAlreadyExistsException || cause instanceof NotDirectoryException
                ? "a file is where a folder should be (" + cause.getMessage() + ")"
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return new StartupException("DATA_FOLDER_UNUSABLE", sentence + ": " + why + ".", cause);
    }

    static boolean isDiskFull(@org.jspecify.annotations.Nullable String message) {
        if (message == null) {
            return false;
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left") || lower.contains("quota exceeded")
                || lower.contains("not enough space");
    }
}
