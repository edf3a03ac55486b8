package dev.agenthub.db.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agenthub.db.EmbeddedDatabase;
import dev.agenthub.db.PreparedFolder;
import dev.agenthub.db.Thorough;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.postgres.ProgramUser.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The embedded server of a program that runs as root, in each of the ways in which it leaves root's rights behind. */
@Timeout(90)
class ProgramUserTest {

    private static final String CACHE_PROPERTY = "agenthub.cache";

    @TempDir
    private static Path shared = Path.of("");

    @TempDir
    private Path outside = Path.of("");
    private Path folder = Path.of("");

    /** One creation serves most tests: they work on copies of it. */
    @BeforeAll
    static void prepare() throws IOException {
        assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(shared, "unix:uid")), "only root has to change");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        PreparedFolder.copyTo(shared.resolve("data"));
        System.setProperty(CACHE_PROPERTY, shared.resolve("cache").toString());
        System.setProperty(ProgramUser.WAY_PROPERTY, Way.SETPRIV.name());
        EmbeddedDatabase.start(shared.resolve("data")).close();
    }

    @AfterAll
    static void forgetTheCache() {
        System.clearProperty(CACHE_PROPERTY);
        System.clearProperty(ProgramUser.WAY_PROPERTY);
    }

    @BeforeEach
    void usePrepared() throws Exception {
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rwxr-xr-x"));
        folder = outside.resolve("data");
        Process copy = new ProcessBuilder("cp", "-a", shared.resolve("data").toString(), folder.toString()).start();
        assertThat(copy.waitFor()).isZero();
    }

    @Test
    void anAccountOwnsTheClusterAndNothingElse() throws IOException {
        assertThat(owners(folder.resolve("postgres/cluster"))).hasSize(1).doesNotContain(0);
        for (String ours : List.of("secrets", "logs")) {
            assertThat(owners(folder.resolve(ours))).as(ours).containsOnly(0);
            assertThat(permissions(folder.resolve(ours))).isEqualTo("rwx------");
        }
        for (String passage : List.of("", "postgres")) {
            assertThat(permissions(folder.resolve(passage))).isEqualTo("rwx--x---");
        }
        assertThat(owners(folder.resolve("postgres/cluster/postgresql.conf"))).doesNotContain(0);
        try (Stream<Path> home = Files.list(folder.resolve("postgres"))) {
            assertThat(home.map(path -> path.getFileName().toString()))
                    .containsExactly("cluster");
        }
    }

    @Test
    @Thorough.Only
    void programsThatTheAccountCannotReachAreUnpackedWhereItCan() throws IOException {
        System.setProperty(CACHE_PROPERTY, outside.resolve("closed").toString());
        try {
            Files.createDirectory(outside.resolve("closed"), PosixFilePermissions
                    .asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            startAndCreate(Way.SETPRIV);
        } finally {
            System.setProperty(CACHE_PROPERTY, shared.resolve("cache").toString());
        }
        try (Stream<Path> home = Files.list(folder.resolve("postgres"))) {
            assertThat(home.map(path -> path.getFileName().toString())).hasSize(3)
                    .contains("cluster", ".unpacking.lock").anyMatch(name -> name.startsWith("postgres-"));
        }
    }

    @Test
    void aServerThatWasKilledOrLeftBehindIsRecovered() throws IOException {
        System.setProperty(ProgramUser.WAY_PROPERTY, Way.SETPRIV.name());
        EmbeddedDatabase database = EmbeddedDatabase.start(folder);
        UUID org = database.database().organizations().create("Committed", "test");
        long killed = database.pid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(40)).until(() -> database.pid() != killed);
        ProcessHandle left = ProcessHandle.of(database.pid()).orElseThrow();
        assertKept(Way.SETPRIV, org);
        database.close();
        assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aClusterStartsInEachWay() throws IOException {
        UUID org = startAndCreate(Way.SETPRIV);
        for (Way next : List.of(Way.NAMESPACE, Way.RUNUSER)) {
            assertKept(next, org);
            assertThat(owners(folder.resolve("postgres/cluster"))).hasSize(1)
                    .allMatch(owner -> owner == 0 == (next == Way.NAMESPACE));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, names = {"NAMESPACE", "SETPRIV"})
    void anOrphanOfOneWayIsStoppedInTheOther(Way first) throws IOException {
        System.setProperty(ProgramUser.WAY_PROPERTY, first.name());
        EmbeddedDatabase left = EmbeddedDatabase.start(folder);
        ProcessHandle orphan = ProcessHandle.of(left.pid()).orElseThrow();
        UUID org = left.database().organizations().create("Left behind", "test");
        assertKept(first == Way.NAMESPACE ? Way.SETPRIV : Way.NAMESPACE, org);
        assertThat(orphan.onExit()).succeedsWithin(Duration.ofSeconds(10));
        left.close();
    }

    @Test
    void aFolderThatIsNotOursIsNamedAndLeftAlone() throws IOException {
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rwx------"));
        System.setProperty(ProgramUser.WAY_PROPERTY, Way.SETPRIV.name());
        assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_USER_UNSUITABLE"))
                .hasMessageContaining("may not enter " + outside + ".");
        assertThat(permissions(outside)).isEqualTo("rwx------");
    }

    private UUID startAndCreate(Way way) {
        System.setProperty(ProgramUser.WAY_PROPERTY, way.name());
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            return database.database().organizations().create("Kept", "test");
        }
    }

    private void assertKept(Way way, UUID org) {
        System.setProperty(ProgramUser.WAY_PROPERTY, way.name());
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(database.database().organizations().all()).containsExactly(org);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<Integer> owners(Path tree) throws IOException {
        try (Stream<Path> walk = Files.walk(tree)) {
            return walk.map(ProgramUserTest::owner).distinct().toList();
        }
    }

    private static Integer owner(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
