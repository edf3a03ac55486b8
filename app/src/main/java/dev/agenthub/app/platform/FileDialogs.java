package dev.agenthub.app.platform;

import java.nio.file.Path;
import java.util.Optional;

/** Asks a person for a file; the answer is empty when they changed their mind. */
public interface FileDialogs {
    /** A file to open. {@code extension} has no dot; an empty one allows every file. */
    Optional<Path> open(String title, String description, String extension);

    /** A file to write, which may exist (the dialog asked about that). */
    Optional<Path> save(String title, String suggestedName, String description, String extension);
}
