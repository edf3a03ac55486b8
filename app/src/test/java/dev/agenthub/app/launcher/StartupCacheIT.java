package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.TestTimeout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The window starts from the cache that the build made, and without it just as well. */
@DisabledOnOs(OS.WINDOWS)
class StartupCacheIT {
    private static final Path DISTRIBUTION = Path.of("target/agenthub").toAbsolutePath();
    private static final String FROM_CACHE = "dev.agenthub.app.launcher.DesktopApplication source: shared objects file";
    private static final String FROM_JAR = "dev.agenthub.app.launcher.DesktopApplication source: file:";

    @TempDir
    Path temporary;

    private Path home;
    private Path cache;
    private Path release;

    /** Installed elsewhere, under a name with a space. */
    @BeforeEach
    void copyDistribution() throws IOException {
        home = Files.createDirectories(temporary.resolve("Agent Hub"));
        Files.copy(DISTRIBUTION.resolve("bin/agenthub"), Files.createDirectory(home.resolve("bin")).resolve("agenthub"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(home.resolve("lib"), DISTRIBUTION.resolve("lib"));
        cache = Files.copy(DISTRIBUTION.resolve("startup.aot"), home.resolve("startup.aot"));
        release = Files.copy(DISTRIBUTION.resolve("startup.release"), home.resolve("startup.release"));
    }

    @Test
    void startsFromTheCache() throws Exception {
        assertThat(loaded()).contains(FROM_CACHE);
    }

    @Test
    void startsWithoutACache() throws Exception {
        Files.delete(cache);
        assertThat(loaded()).contains(FROM_JAR);
    }

    @Test
    void startsWithAnotherJavaThanTheBuilds() throws Exception {
        Files.writeString(release, "JAVA_VERSION=\"25.0.99\"\n");
        assertThat(loaded()).contains(FROM_JAR);
    }

    @Test
    void startsWithACacheThatWasCut() throws Exception {
        try (FileChannel file = FileChannel.open(cache, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        assertThat(loaded()).contains(FROM_JAR);
        Files.write(cache, new byte[0]);
        assertThat(loaded()).contains(FROM_JAR);
    }

    @Test
    void startsWithOptionsThatTheCacheIsNotFor() throws Exception {
        assertThat(loaded("-XX:-UseCompressedOops")).contains(FROM_JAR);
    }

    /** Starts the window until it is painted, which must succeed in silence; returns where Java loaded each class from. */
    private String loaded(String... options) throws IOException, InterruptedException {
        Path classes = temporary.resolve("classes.txt");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/agenthub").toString(), "desktop", "--data",
                temporary.resolve("data").toString(), "--training-run",
                temporary.resolve("startup.release").toString());
        builder.environment().put("AGENTHUB_JAVA_OPTS", "-Dglass.platform=Headless -Dprism.order=sw "
                + "-XX:TieredStopAtLevel=1 -Xlog:class+load:file=" + classes + " " + String.join(" ", options));
        builder.environment().remove("DISPLAY");
        Path said = temporary.resolve("said.txt");
        Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            assertThat(TestTimeout.ends(process)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(said).isEmptyFile();
        assertThat(process.exitValue()).isZero();
        return Files.readString(classes);
    }
}
