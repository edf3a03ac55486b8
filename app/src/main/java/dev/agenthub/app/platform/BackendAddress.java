package dev.agenthub.app.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the backend of a data folder listens while it runs, in a file that only the
 * folder's owner can read, for commands of the same person.
 */
public final class BackendAddress {
    private static final String FILE = "backend.address";

    private BackendAddress() {}

    /** Tells where the backend listens now; where that can't be written, only commands go without. */
    public static void publish(Path folder, URI backend) {
        try {
            PrivateFiles.write(folder.resolve(FILE), (backend + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            System.getLogger(BackendAddress.class.getName()).log(System.Logger.Level.WARNING, "No address was left", e);
        }
    }

    /** Where it listened last; empty where it was stopped, or never ran. A backend that was killed may still stand here. */
    public static Optional<URI> find(Path folder) {
        try {
            return Optional.of(URI.create(Files.readString(folder.resolve(FILE)).strip()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Tells that it listens no more. */
    public static void withdraw(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
        } catch (IOException e) {
            System.getLogger(BackendAddress.class.getName()).log(System.Logger.Level.DEBUG, "The address stayed", e);
        }
    }
}
