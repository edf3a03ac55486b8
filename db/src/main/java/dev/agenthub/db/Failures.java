package dev.agenthub.db;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.sql.SQLException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Turns what the system reports into the sentence and code that the person who started can act on. */
final class Failures {

    private Failures() {}

    static StartupException of(IOException cause, String sentence) {
        if (isDiskFull(cause.getMessage())) {
            return new StartupException("DISK_FULL", sentence + ": the disk is full.", cause);
        }
        String why = switch (cause) {
            case FileAlreadyExistsException e -> "a file is where a folder should be (" + e.getMessage() + ")";
            case NotDirectoryException e -> "a file is where a folder should be (" + e.getMessage() + ")";
            case AccessDeniedException e -> "access to " + e.getMessage() + " is denied";
            case FileSystemException e -> e.getMessage();
            default -> cause.getClass().getSimpleName() + ": " + cause.getMessage();
        };
        return new StartupException("DATA_FOLDER_UNUSABLE", sentence + ": " + why + ".", cause);
    }

    static StartupException of(SQLException cause) {
        String code = switch (String.valueOf(cause.getSQLState())) {
            case "53100" -> "DISK_FULL";
            case "XX001", "XX002" -> "DATABASE_CORRUPT";
            case "28P01" -> "SECRETS_UNUSABLE";
            default -> "DATABASE_START_FAILED";
        };
        return new StartupException(code, "The database does not work: " + cause.getMessage(), cause);
    }

    static boolean isDiskFull(@Nullable String message) {
        if (message == null) {
            return false;
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left") || lower.contains("quota exceeded")
                || lower.contains("not enough space")
                || lower.contains("check free disk space");
    }
}
