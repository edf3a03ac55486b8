package dev.agenthub.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for the running platform, unpacked once from the class path into a cache that all data
 * folders share. A half-unpacked one is never seen: it appears by one rename.
 */
record PostgresBinaries(Path home, String version) {

    static PostgresBinaries unpacked() {
        return unpackedIn(cacheFolder().resolve("agenthub"));
    }

    static PostgresBinaries unpackedIn(Path cache) {
        String version = packagedVersion();
        String platform = system() + "-" + machine();
        Path home = cache.resolve("postgres-" + version + "-" + platform);
        try {
            if (!Files.isDirectory(home)) {
                Files.createDirectories(cache);
                unpack("postgres-" + platform + ".txz", cache, home);
            }
        } catch (IOException e) {
            throw Failures.of(e, "The database's programs could not be unpacked into " + cache);
        }
        return new PostgresBinaries(home, version);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(isWindows() ? name + ".exe" : name);
    }

    /** As the server names it, such as 18.7. */
    String release() {
        return version.substring(0, version.lastIndexOf('.'));
    }

    String majorVersion() {
        return version.substring(0, version.indexOf('.'));
    }

    static boolean isWindows() {
        return system().equals("windows");
    }

    private static void unpack(String resource, Path cache, Path home) throws IOException {
        Path temporary = Files.createTempDirectory(cache, ".unpacking-");
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + resource)) {
            if (packed == null) {
                throw new StartupException("DATABASE_PLATFORM_UNSUPPORTED",
                        "This build carries no PostgreSQL for this platform (" + resource + ").");
            }
            extract(packed, temporary);
            publish(temporary);
            Files.move(temporary, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster with the same programs.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            deleteTree(temporary);
        }
    }

    private static void extract(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("a name in the archive leaves it: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.resolveSibling("."));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, target.resolve(entry.getLinkName()).normalize());
                } else {
                    Files.copy(tar, path);
                    if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true, false)) {
                        throw new IOException("cannot make " + path + " executable");
                    }
                }
            }
        }
    }

    /** They hold no secret, and may have to be run by another account than ours, whatever our own habit is. */
    private static void publish(Path root) throws IOException {
        if (isWindows()) {
            return;
        }
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : (Iterable<Path>) walk.filter(path -> !Files.isSymbolicLink(path))::iterator) {
                Files.setPosixFilePermissions(path,
                        PosixFilePermissions.fromString(Files.isExecutable(path) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
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

    private static String packagedVersion() {
        try (InputStream in = PostgresBinaries.class.getResourceAsStream("postgres.properties")) {
            if (in == null) {
                throw new IllegalStateException("postgres.properties is missing");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException(e);
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
