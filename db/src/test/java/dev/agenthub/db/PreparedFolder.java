package dev.agenthub.db;

import dev.agenthub.db.postgres.PostgresBinaries;
import dev.agenthub.db.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A data folder whose database was set up before. It is made once per machine and content of what sets it up, in the
 * user's cache; tests work on copies, because setting a database up takes longer than most tests.
 */
public final class PreparedFolder {
    /** A copy of the database for {@link OwnDatabase}: to be copied again, a database must have no connection. */
    static final String TEMPLATE = "agenthub_template";

    /** The embedded server is made for one backend; tests run several, kill some, and keep pools of their own beside them. */
    private static final String ROOM = "alter system set max_connections = 200";

    private static final String NAME = "test-database-";
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Set<String> CREATORS = Set.of("Bootstrap.class", "DatabaseSetup.class", "Migrations.class",
            "PostgresServer.class");

    private PreparedFolder() {}

    /**
     * Makes a folder one in which a backend has run before: with the database's cluster and secrets, and no organization.
     *
     * @param folder absent or empty
     */
    public static void copyTo(Path folder) {
        try {
            Path prepared = prepared();
            Files.createDirectories(folder);
            try (Stream<Path> walk = Files.walk(prepared)) {
                for (Path path : walk.skip(1).toList()) {
                    Files.copy(path, folder.resolve(prepared.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized Path prepared() throws IOException {
        Path cache = Objects.requireNonNull(PostgresBinaries.unpacked().home().getParent());
        Path prepared = cache.resolve(NAME + contentDigest());
        // Other test JVMs wait for the first of them instead of doing the same.
        try (FileChannel turn = FileChannel.open(cache.resolve(NAME + "lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            turn.lock();
            if (!Files.isDirectory(prepared)) {
                removeUnused(cache);
                prepare(cache, prepared);
            }
            Files.setLastModifiedTime(prepared, FileTime.from(Instant.now()));
        }
        return prepared;
    }

    private static void prepare(Path cache, Path prepared) throws IOException {
        Path unfinished = Files.createTempDirectory(cache, NAME + "unfinished-");
        EmbeddedDatabase.start(unfinished).close();
        PostgresServer server = PostgresServer.start(unfinished, PostgresBinaries.unpacked(),
                unfinished.resolve("secrets/database-admin"));
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres", PostgresServer.SUPERUSER,
                Files.readString(unfinished.resolve("secrets/database-admin")).strip());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + TEMPLATE + " template agenthub");
            statement.execute(ROOM);
        } catch (SQLException e) {
            throw new IOException(e);
        } finally {
            server.stop();
        }
        PostgresBinaries.deleteTree(unfinished.resolve("logs"));
        Files.move(unfinished, prepared, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void removeUnused(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            for (Path file : files.filter(path -> String.valueOf(path.getFileName()).startsWith(NAME)).toList()) {
                if (Files.isDirectory(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(KEPT))) {
                    PostgresBinaries.deleteTree(file);
                }
            }
        } catch (NoSuchFileException e) {
            // Somebody else has removed it.
        }
    }

    /** Of the server's version and room, the scripts, and the classes that create a cluster and run the scripts. */
    private static String contentDigest() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(PostgresBinaries.packagedVersion().getBytes(StandardCharsets.UTF_8));
            digest.update(ROOM.getBytes(StandardCharsets.UTF_8));
            Path classes = Path.of(EmbeddedDatabase.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(classes)) {
                update(digest, classes);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(classes)) {
                    update(digest, jar.getPath("/"));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest digest, Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(PreparedFolder::setsUp).sorted(Comparator.comparing(Path::toString))
                    .toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
    }

    private static boolean setsUp(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".sql") || CREATORS.contains(name);
    }
}
