package dev.agenthub.app.platform;

import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Publishes the address of a data folder's running backend in a file that only the
 * folder's owner can read, so that the same person's commands find it.
 */
public final class BackendAddress {
    private static final String FILE = "backend.address";

    private BackendAddress() {}

    /** Writes the backend's address. A failure to write is not an error: only commands then don't find the backend. */
    public static void publish(Path folder, URI backend) {
        try {
            DurableFile.writePrivately(folder.resolve(FILE), (backend + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            System.getLogger(BackendAddress.class.getName()).log(System.Logger.Level.WARNING, "No address was left", e);
        }
    }

    /** The address published last; empty where the backend was stopped or never ran. A killed backend's address remains. */
    public static Optional<URI> find(Path folder) {
        try {
            return Optional.of(URI.create(Files.readString(folder.resolve(FILE)).strip()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Removes the address. */
    public static void withdraw(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
        } catch (IOException e) {
            System.getLogger(BackendAddress.class.getName()).log(System.Logger.Level.DEBUG, "The address stayed", e);
        }
    }
}
