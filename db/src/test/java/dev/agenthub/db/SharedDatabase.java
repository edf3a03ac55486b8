package dev.agenthub.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one embedded database of a test JVM; its folder goes when the JVM does. */
final class SharedDatabase {
    private static final Path FOLDER = temporaryFolder();
    private static final EmbeddedDatabase DATABASE = start();

    private SharedDatabase() {}

    static EmbeddedDatabase get() {
        return DATABASE;
    }

    static Path folder() {
        return FOLDER;
    }

    private static EmbeddedDatabase start() {
        EmbeddedDatabase database = EmbeddedDatabase.start(FOLDER);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            database.close();
            try {
                PostgresBinaries.deleteTree(FOLDER);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        return database;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("agenthub-db-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
