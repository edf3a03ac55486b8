package dev.agenthub.app.platform;

import java.nio.file.Path;
import java.util.Optional;

/** Asks a person for a file; empty where they cancelled. */
public interface FileDialogs {
    /** Asks for a file to open. {@code extension} has no dot; an empty one permits every file. */
    Optional<Path> open(String title, String description, String extension);

    /** Asks for a file to write. It may exist: the dialog has asked whether to replace it. */
    Optional<Path> save(String title, String suggestedName, String description, String extension);
}
