package dev.agenthub.db.postgres;

import dev.agenthub.db.failure.StartupException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for one platform, packed, as the class path carries them.
 *
 * @param version  the binaries', such as 18.6.0
 * @param platform such as linux-x86_64
 * @param packed   a compressed tar archive
 */
record ProgramArchive(String version, String platform, URL packed) {
    /** What {@link #digest()} says of each archive that this build was made with: reading one takes seconds. */
    private static final String KNOWN = "postgres-digests.properties";

    /** @throws StartupException DATABASE_PLATFORM_UNSUPPORTED */
    static ProgramArchive of(String version, String platform) {
        String resource = "postgres-" + platform + ".txz";
        URL packed = ProgramArchive.class.getResource("/" + resource);
        if (packed == null) {
            throw new StartupException("DATABASE_PLATFORM_UNSUPPORTED",
                    "This build carries no PostgreSQL for this platform (" + resource + ").");
        }
        return new ProgramArchive(version, platform, packed);
    }

    private TarArchiveInputStream open() throws IOException {
        return new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed.openStream(), 1 << 16)));
    }

    /** What a tree must hold to be this archive's; the build's own record of it, or else the archive's content. */
    TreeDigest expected() throws IOException {
        String known = properties(KNOWN).getProperty(version + "-" + platform);
        return known == null ? digest() : new TreeDigest(known);
    }

    TreeDigest digest() throws IOException {
        TreeDigest.Builder builder = new TreeDigest.Builder();
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path name = Path.of(entry.getName()).normalize();
                if (entry.isSymbolicLink()) {
                    builder.link(name, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    builder.same(name, Path.of(entry.getLinkName()).normalize());
                } else if (!entry.isDirectory()) {
                    builder.file(name, tar);
                }
            }
        }
        return builder.build();
    }

    void unpackInto(Path target) throws IOException {
        try (TarArchiveInputStream tar = open()) {
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
        publish(target);
    }

    /** They hold no secret, and may have to be run by another account than ours, whatever our own habit is. */
    private static void publish(Path root) throws IOException {
        if (PostgresBinaries.isWindows()) {
            return;
        }
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : (Iterable<Path>) walk.filter(path -> !Files.isSymbolicLink(path))::iterator) {
                Files.setPosixFilePermissions(path,
                        PosixFilePermissions.fromString(Files.isExecutable(path) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    static Properties properties(String resource) throws IOException {
        try (InputStream in = ProgramArchive.class.getResourceAsStream("/dev/agenthub/db/" + resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        }
    }
}
