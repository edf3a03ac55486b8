package dev.agenthub.db.postgres;

import dev.agenthub.db.failure.Failures;
import dev.agenthub.db.failure.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs for the running platform, unpacked once from the class path into a cache that all data folders share. The cache
 * entry appears by an atomic rename, so that a partly unpacked one is never used.
 *
 * <p>The programs will be executed, so each call checks that they equal the archive on the class path and that only this user and root can
 * write to their folders.
 */
public record PostgresBinaries(Path home, String version) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final TreeDigestCache TREES = new TreeDigestCache();
    private static final String UNPACKING = ".unpacking-";

    /**
     * The binaries of this build for this platform, unpacked into the cache unless they are there.
     *
     * @throws StartupException DATABASE_PROGRAMS_UNSAFE where another user can change what would be run
     */
    public static PostgresBinaries unpacked() {
        return unpackedIn(cacheFolder().resolve("agenthub"));
    }

    /** @throws StartupException as {@link #unpacked} */
    static PostgresBinaries unpackedIn(Path cache) {
        return unpackedIn(cache, ProgramArchive.of(packagedVersion(), system() + "-" + machine()));
    }

    static PostgresBinaries unpackedIn(Path cache, ProgramArchive archive) {
        Path home = cache.resolve("postgres-" + archive.version() + "-" + archive.platform());
        try {
            WriteAccess access = WriteAccess.ofThisProcess();
            secure(access, cache);
            TreeDigest expected = archive.expected();
            if (flaw(access, home, expected).isPresent()) {
                mend(access, home, archive, expected);
            }
        } catch (IOException e) {
            throw Failures.of(e, "The database's programs could not be unpacked into " + cache);
        }
        return new PostgresBinaries(home, archive.version());
    }

    /** The version of the packaged binaries, such as 18.6.0; unpacks nothing. */
    public static String packagedVersion() {
        try {
            return ProgramArchive.properties("postgres.properties").getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The packaged version as the server reports it, such as 18.7. */
    public static String packagedRelease() {
        String version = packagedVersion();
        return version.substring(0, version.lastIndexOf('.'));
    }

    Path program(String name) {
        return home.resolve("bin").resolve(isWindows() ? name + ".exe" : name);
    }

    String majorVersion() {
        return version.substring(0, version.indexOf('.'));
    }

    public static boolean isWindows() {
        return system().equals("windows");
    }

    /** Makes the folder where it is missing, and sees to it that nobody else can put anything into it. */
    private static void secure(WriteAccess access, Path cache) throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        refuse(access.flawOnTheWay(home, cache.resolveSibling(".").normalize()));
        if (!Files.exists(cache, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(cache, isWindows()
                    ? new FileAttribute<?>[0]
                    : new FileAttribute<?>[]{
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))});
        } else if (!Files.isSymbolicLink(cache)) {
            // An earlier release made it as wide as the umask said. What is in it is looked at all the same.
            access.keepOthersOut(cache);
        }
        refuse(access.flawOnTheWay(home, cache));
    }

    private static void refuse(Optional<String> flaw) {
        if (flaw.isPresent()) {
            throw new StartupException("DATABASE_PROGRAMS_UNSAFE", "The database's programs are not run: " + flaw.get()
                    + ", so that another user could replace them. Make that yours alone, or name a folder of your own with"
                    + " -Dagenthub.cache=FOLDER.");
        }
    }

    /**
     * Returns why what stands there cannot be run as it is, empty where it can.
     *
     * @throws StartupException DATABASE_PROGRAMS_UNSAFE where it is another user's
     */
    private static Optional<String> flaw(WriteAccess access, Path home, TreeDigest expected) throws IOException {
        if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("they are missing");
        }
        if (!access.isOurs(home)) {
            refuse(Optional.of(home + " belongs to another user"));
        }
        try {
            Optional<String> written = access.flawIn(home);
            return written.isPresent() || TREES.digest(home).equals(expected)
                    ? written
                    : Optional.of("they are not what this build carries");
        } catch (NoSuchFileException | UncheckedIOException e) {
            // Another process puts others in their place.
            return Optional.of("they cannot be read (" + e.getMessage() + ")");
        }
    }

    /** One process, and one thread of it, at a time. */
    private static synchronized void mend(WriteAccess access, Path home, ProgramArchive archive, TreeDigest expected)
            throws IOException {
        try (FileChannel turn = FileChannel.open(home.resolveSibling(".unpacking.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            turn.lock();
            Optional<String> flaw = flaw(access, home, expected);
            if (flaw.isEmpty()) {
                // Another process was faster with the same programs.
                return;
            }
            removeUnfinished(home);
            if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
                LOG.warn("The database's programs in {} are unpacked anew: {}.", home, flaw.get());
            }
            unpack(home, archive, expected);
        }
    }

    private static void unpack(Path home, ProgramArchive archive, TreeDigest expected) throws IOException {
        Path temporary = Files.createTempDirectory(home.resolveSibling("."), UNPACKING).normalize();
        try {
            archive.unpackInto(temporary);
            if (!TreeDigest.of(temporary).equals(expected)) {
                throw new StartupException("DATABASE_PROGRAMS_UNSAFE",
                        "The PostgreSQL that came with this program is not the one that it was built with. Install it anew.");
            }
            if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(home, Path.of(temporary + "-replaced"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(temporary, home, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            removeUnfinished(home);
        }
    }

    /** What interrupted attempts left; nobody else is at work, since we have the lock. */
    private static void removeUnfinished(Path home) {
        try (DirectoryStream<Path> attempts = Files.newDirectoryStream(home.resolveSibling(".").normalize(),
                UNPACKING + "*")) {
            for (Path attempt : attempts) {
                deleteTree(attempt);
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            LOG.debug("What is left of an earlier attempt stays where nothing is run", e);
        }
    }

    public static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("win") && !name.contains("darwin") ? "windows" : name.contains("mac") ? "darwin" : "linux";
    }

    private static String machine() {
        String arch = System.getProperty("os.arch");
        return arch.equals("aarch64") || arch.equals("arm64") ? "arm_64" : "x86_64";
    }

    private static Path cacheFolder() {
        String moved = System.getProperty("agenthub.cache");
        if (moved != null) {
            return Path.of(moved).toAbsolutePath();
        }
        Path home = Path.of(System.getProperty("user.home"));
        return switch (system()) {
            case "windows" -> fromEnvironment("LOCALAPPDATA", home.resolve("AppData").resolve("Local"));
            case "darwin" -> home.resolve("Library").resolve("Caches");
            default -> fromEnvironment("XDG_CACHE_HOME", home.resolve(".cache"));
        };
    }

    private static Path fromEnvironment(String variable, Path otherwise) {
        @Nullable
        String value = System.getenv(variable);
        return value == null || value.isBlank() || !Path.of(value).isAbsolute() ? otherwise : Path.of(value);
    }
}
