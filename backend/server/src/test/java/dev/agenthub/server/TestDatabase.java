package dev.agenthub.server;

import dev.agenthub.db.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;

/** The one embedded database of a test JVM; tests take an organization of their own in it. */
public final class TestDatabase {
    private static final Path FOLDER = temporaryFolder();
    private static final EmbeddedDatabase DATABASE = start();

    private TestDatabase() {}

    public static EmbeddedDatabase get() {
        return DATABASE;
    }

    /** A new organization, empty but for its open log. */
    public static UUID organization() {
        return DATABASE.database().organizations().create("Northwind Outfitters", "test");
    }

    private static EmbeddedDatabase start() {
        EmbeddedDatabase database = EmbeddedDatabase.start(FOLDER);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            database.close();
            delete(FOLDER);
        }));
        return database;
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("agenthub-server-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
