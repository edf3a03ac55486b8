package dev.agenthub.db.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agenthub.db.failure.StartupException;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Programs are run from a cache only where nobody else could have put them there. */
@Timeout(90)
class PostgresBinariesTest {
    private static final int SOMEBODY = 12_345;

    @TempDir
    private Path folder = Path.of("");
    private Path cache = Path.of("");
    private Path home = Path.of("");
    private @Nullable TreeDigest whole;

    /** Unpacking a whole PostgreSQL takes seconds. */
    @BeforeEach
    void unpackAFewFiles() throws IOException {
        assumeFalse(PostgresBinaries.isWindows(), "owners and permissions are POSIX's here");
        cache = folder.resolve("cache");
        pack(archive());
        home = unpack().home();
        whole = TreeDigest.of(home);
    }

    private Path archive() {
        return folder.resolve("programs.txz");
    }

    private static void pack(Path archive) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
                new XZOutputStream(Files.newOutputStream(archive), new LZMA2Options()))) {
            for (String name : List.of("bin/initdb", "bin/postgres", "lib/libpq.so.5.18", "share/postgres.bki")) {
                byte[] content = ("The content of " + name).getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(content.length);
                entry.setMode(name.startsWith("bin/") ? 0100755 : 0100644);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
            for (byte kind : new byte[]{TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
                TarArchiveEntry link = new TarArchiveEntry("lib/libpq." + (char) kind, kind);
                link.setLinkName(kind == TarConstants.LF_LINK ? "lib/libpq.so.5.18" : "libpq.so.5.18");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
        }
    }

    private static PostgresBinaries unpack(Path cache, Path archive) {
        try {
            return PostgresBinaries.unpackedIn(cache,
                    new ProgramArchive("1.0.0", "few-files", archive.toUri().toURL()));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private PostgresBinaries unpack() {
        return unpack(cache, archive());
    }

    @Test
    void keepsWhatIsWhole() throws IOException {
        Object before = inode(home);
        assertThat(unpack().home()).isEqualTo(home);
        assertThat(inode(home)).isEqualTo(before);
    }

    @Test
    void putsWholeProgramsInThePlaceOfChangedOnes() throws IOException {
        Path initdb = home.resolve("bin/initdb");
        Files.write(initdb, "#!/bin/sh\ntouch /tmp/planted\n".getBytes(StandardCharsets.UTF_8));
        assertMended("changed bytes");

        Files.write(home.resolve("lib/libplanted.so"), new byte[]{1});
        assertMended("a further file in lib");

        Files.delete(home.resolve("share/postgres.bki"));
        assertMended("a missing file");

        PostgresBinaries.deleteTree(home.resolve("lib"));
        assertMended("half of a tree");

        Path link = home.resolve("lib/libpq.2");
        assertThat(link).isSymbolicLink();
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("/tmp/libpq.so.5"));
        assertMended("a link to elsewhere");

        Files.createSymbolicLink(initdb, Files.move(initdb, folder.resolve("initdb")));
        assertMended("a link to the same bytes elsewhere");
    }

    @Test
    void putsATreeInThePlaceOfALinkToOne() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(home, elsewhere);
        Files.createSymbolicLink(home, elsewhere);
        assertMended("a link to a tree");
        assertThat(Files.isSymbolicLink(home)).isFalse();
        assertThat(elsewhere).isDirectory();
    }

    @Test
    void doesNotTrustWhatOthersCouldWrite() throws IOException {
        for (String open : List.of("", "bin", "bin/initdb", "lib")) {
            Path path = home.resolve(open);
            Object before = inode(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxr-x"));
            assertMended(open);
            // Whoever had it open for writing has another file.
            assertThat(inode(path)).as(open).isNotEqualTo(before);
        }
    }

    /** In /tmp it is a passage to what is ours; within what is ours, others could have added a library. */
    @Test
    void doesNotTrustAFolderOfItsOwnWhereOthersCouldAddFiles() throws IOException {
        Path lib = home.resolve("lib");
        Object before = inode(lib);
        Files.setAttribute(lib, "unix:mode", 01777);
        assertMended("a sticky folder within");
        assertThat(inode(lib)).isNotEqualTo(before);
    }

    @Test
    void keepsOthersOutOfACacheThatWasOpen() throws IOException {
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(home.resolve("bin/initdb"), new byte[0]);
        assertMended("an open cache");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void refusesAFolderAboveInWhichOthersMayWrite() throws IOException {
        for (String open : List.of("rwxrwxr-x", "rwxr-xrwx")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(open));
            assertRefused("others may write to " + folder);
        }
        Files.setAttribute(folder, "unix:mode", 0041777);
        assertThat(unpack().home()).isEqualTo(home);
    }

    @Test
    void refusesWhatBelongsToAnotherUser() throws IOException {
        requireRoot();
        give(home);
        assertRefused(home + " belongs to");
        take(home);
        give(cache);
        assertRefused(cache + " belongs to");
        take(cache);
        give(folder);
        assertRefused(folder + " belongs to");
        take(folder);
        give(home.resolve("bin/initdb"));
        assertMended("a file of somebody's in our tree");
    }

    @Test
    void followsLinksOnTheWayAndLooksAtWhereTheyLead() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("./cache"));
        assertThat(unpack(link, archive()).home().toRealPath()).isEqualTo(home.toRealPath());
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path through = Files.createSymbolicLink(folder.resolve("through"), open.resolve("cache"));
        assertThatThrownBy(() -> unpack(through, archive())).hasMessageContaining("others may write to " + open);
        assertThat(open).isEmptyDirectory();
        requireRoot();
        give(link);
        assertThatThrownBy(() -> unpack(link, archive())).hasMessageContaining(link + " belongs to");
    }

    @Test
    void removesWhatAnInterruptedUnpackingLeft() throws IOException {
        Files.createDirectories(cache.resolve(".unpacking-1/bin"));
        PostgresBinaries.deleteTree(home);
        assertMended("nothing there");
    }

    @Test
    void severalUnpackAtOnce() throws Exception {
        PostgresBinaries.deleteTree(home);
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                    System.getProperty("java.class.path"),
                    Unpacking.class.getName(), cache.toString(), archive().toString()).inheritIO().start());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<PostgresBinaries> unpacking = () -> unpack();
            for (Future<PostgresBinaries> done : threads.invokeAll(List.of(unpacking, unpacking))) {
                assertThat(done.get().home()).isEqualTo(home);
            }
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        assertWhole("after several");
    }

    /** Another process with the same cache. */
    static final class Unpacking {
        private Unpacking() {}

        static void main(String[] arguments) {
            unpack(Path.of(arguments[0]), Path.of(arguments[1]));
        }
    }

    @Test
    void thisBuildKnowsTheProgramsOfEachPlatform() throws IOException {
        Properties known = ProgramArchive.properties("postgres-digests.properties");
        String version = PostgresBinaries.packagedVersion();
        Path unpacked = PostgresBinaries.unpacked().home();
        String here = String.valueOf(unpacked.getFileName()).replace("postgres-" + version + "-", "");
        assertThat(known.getProperty(version + "-" + here)).isEqualTo(ProgramArchive.of(version, here).digest().hex())
                .isEqualTo(TreeDigest.of(unpacked).hex());
        // Releases are made with the newest that is listed, on all platforms; with the others only tests run.
        String newest = known.stringPropertyNames().stream().map(name -> name.substring(0, name.indexOf('-')))
                .max(Comparator.comparing(Version::parse)).orElseThrow();
        for (String platform : List.of("linux-x86_64", "linux-arm_64", "darwin-x86_64", "darwin-arm_64",
                "windows-x86_64")) {
            assertThat(known.getProperty(newest + "-" + platform)).as(platform).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void refusesAnArchiveThatIsNotTheOneOfTheBuild() throws IOException {
        String version = PostgresBinaries.packagedVersion();
        ProgramArchive another = new ProgramArchive(version, "linux-x86_64", archive().toUri().toURL());
        Path empty = folder.resolve("empty");
        assertThatThrownBy(() -> PostgresBinaries.unpackedIn(empty, another))
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_PROGRAMS_UNSAFE"));
        try (Stream<Path> left = Files.list(empty)) {
            assertThat(left.map(path -> String.valueOf(path.getFileName()))).containsExactly(".unpacking.lock");
        }
    }

    private void assertMended(String what) throws IOException {
        assertThat(unpack().home()).as(what).isEqualTo(home);
        assertWhole(what);
    }

    private void assertWhole(String what) throws IOException {
        assertThat(TreeDigest.of(home)).as(what).isEqualTo(whole);
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left.map(path -> String.valueOf(path.getFileName()))).as(what)
                    .containsExactlyInAnyOrder(String.valueOf(home.getFileName()), ".unpacking.lock");
        }
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::unpack)
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_PROGRAMS_UNSAFE"))
                .hasMessageContaining(why).hasMessageContaining("-Dagenthub.cache=FOLDER");
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private void requireRoot() throws IOException {
        assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid")), "only root can give files away");
    }

    private static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private static void take(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", 0, LinkOption.NOFOLLOW_LINKS);
    }
}
