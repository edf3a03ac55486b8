package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.TestTimeout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A start uses the cache that the build made, and works without it just as well. */
@DisabledOnOs(OS.WINDOWS)
class StartupCacheIT {
    private static final Path DISTRIBUTION = Path.of("target/agenthub").toAbsolutePath();
    private static final String FROM_CACHE = "dev.agenthub.app.launcher.Main source: shared objects file";
    private static final String FROM_JAR = "dev.agenthub.app.launcher.Main source: file:";

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
        Files.copy(DISTRIBUTION.resolve("command.aot"), home.resolve("command.aot"));
        cache = Files.copy(DISTRIBUTION.resolve("desktop.aot"), home.resolve("desktop.aot"));
        release = Files.copy(DISTRIBUTION.resolve("java.release"), home.resolve("java.release"));
    }

    @Test
    void startsFromTheCache() throws Exception {
        assertThat(loaded()).contains(FROM_CACHE);
        assertThat(loadedBy(List.of("--help"), "")).contains(FROM_CACHE);
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
        String classes = loadedBy(List.of("desktop", "--data", temporary.resolve("data").toString(), "--training-run",
                temporary.resolve("java.release").toString()), String.join(" ", options));
        assertThat(said()).isEmptyFile();
        return classes;
    }

    private String loadedBy(List<String> arguments, String options) throws IOException, InterruptedException {
        Path classes = temporary.resolve("classes.txt");
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/agenthub").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("AGENTHUB_JAVA_OPTS", "-Dglass.platform=Headless -Dprism.order=sw "
                + "-XX:TieredStopAtLevel=1 -Xlog:class+load:file=" + classes + " " + options);
        builder.environment().remove("DISPLAY");
        Process process = builder.redirectErrorStream(true).redirectOutput(said().toFile()).start();
        try {
            assertThat(TestTimeout.ends(process)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        return Files.readString(classes);
    }

    private Path said() {
        return temporary.resolve("said.txt");
    }
}
