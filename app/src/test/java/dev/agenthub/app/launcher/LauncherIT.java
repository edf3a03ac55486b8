package dev.agenthub.app.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts what {@code mvn package} leaves behind, as a person would, and gives it what a person gets wrong. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
    private static final Path LAUNCHER = Path.of("target/agenthub/bin/agenthub").toAbsolutePath();

    @TempDir
    Path temporary;

    private final List<Process> started = new ArrayList<>();

    private record Ended(int exitCode, String out, String err) {}

    @AfterEach
    void leaveNothingRunning() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void saysWhatItCanDo() throws Exception {
        Ended help = run("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("desktop", "verify", "canonicalize", "hash");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void hashesAsTheFormatSays() throws Exception {
        Path file = Files.writeString(temporary.resolve("value.json"), "{\"b\":1.0,\"a\":\"\\u00e9\"}");
        assertThat(run("canonicalize", file.toString()).out()).isEqualTo("{\"a\":\"é\",\"b\":1}");
        Path inexact = Files.writeString(temporary.resolve("inexact.json"), "9007199254740993");
        Ended refused = run("canonicalize", inexact.toString());
        assertThat(refused.exitCode()).isNotZero();
        assertOneSentence(refused);
    }

    @Test
    void cannotVerifyWhatIsNotThere() throws Exception {
        Ended refused = run("verify", temporary.resolve("missing.ahexport").toString(), "--key", "nonsense");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertOneSentence(refused);
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended refused = run("desktop", "--data", temporary.resolve("data").toString(), "--port",
                    Integer.toString(taken.getLocalPort()));
            assertThat(refused.exitCode()).isEqualTo(2);
            assertOneSentence(refused);
            assertThat(refused.err()).contains("[PORT_BUSY]");
        }
    }

    @Test
    void saysThatAFileStandsWhereTheFolderShouldBe() throws Exception {
        Path file = Files.writeString(temporary.resolve("data"), "precious");
        Ended refused = run("desktop", "--data", file.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertOneSentence(refused);
        assertThat(refused.err()).contains("[DATA_FOLDER_UNUSABLE]");
        assertThat(file).hasContent("precious");
    }

    @Test
    void saysThatTheFolderCannotBeMade() throws Exception {
        Ended refused = run("desktop", "--data", "/proc/agenthub");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertOneSentence(refused);
        assertThat(refused.err()).contains("[DATA_FOLDER_UNUSABLE]");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatThereIsNoDisplay() throws Exception {
        Ended refused = end(start(List.of(), "desktop", "--data", temporary.resolve("data").toString()));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertOneSentence(refused);
        assertThat(refused.err()).contains("[NO_DISPLAY]");
        assertThat(temporary.resolve("data")).doesNotExist();
    }

    @Test
    void servesOneDesktopForOneFolderAndStopsWhole() throws Exception {
        Path data = temporary.resolve("data");
        Process first = start("desktop", "--sample", "--data", data.toString());
        Patience.await("the sandbox").until(() -> Files.exists(data.resolve("sample/sandbox/port")));
        ProcessHandle postmaster = postmaster(data);

        Ended second = run("desktop", "--sample", "--data", data.toString());
        assertThat(second.exitCode()).isEqualTo(2);
        assertOneSentence(second);
        assertThat(second.err()).contains("[DATA_FOLDER_IN_USE]");
        assertThat(first.isAlive()).isTrue();

        // As a shutdown of the machine asks for it.
        first.destroy();
        assertThat(Patience.ends(first)).isTrue();
        // It lets go of its folder a moment before it is gone.
        Patience.await("the database to stop").until(() -> !postmaster.isAlive());
    }

    @Test
    void asksWhereToGoBeforeItMakesADatabaseAndAsksOnce() throws Exception {
        Path data = temporary.resolve("data");
        Process first = start("desktop", "--data", data.toString());
        Patience.await("the start").until(() -> Files.exists(data.resolve("start/desktop.instance")));

        Ended second = run("desktop", "--data", data.toString());
        assertThat(second.exitCode()).isEqualTo(2);
        assertOneSentence(second);
        assertThat(second.err()).contains("[DATA_FOLDER_IN_USE]", "its window now stands in front");
        assertThat(first.isAlive()).isTrue();
        assertThat(data.resolve("own")).doesNotExist();

        first.destroy();
        assertThat(Patience.ends(first)).isTrue();
    }

    @Test
    void stopsWholeEvenWhileItStarts() throws Exception {
        Path data = temporary.resolve("data");
        Process first = start("desktop", "--sample", "--data", data.toString());
        ProcessHandle postmaster = Patience.await("the database to start").ignoreExceptions()
                .until(() -> postmaster(data), ProcessHandle::isAlive);
        assertThat(data.resolve("sample/sandbox/port")).doesNotExist();
        first.destroy();
        assertThat(Patience.ends(first)).isTrue();
        Patience.await("the database to stop").until(() -> !postmaster.isAlive());
    }

    /** The database's first process, which is nobody's child. */
    private static ProcessHandle postmaster(Path data) throws IOException {
        try (Stream<Path> files = Files.find(data, 5, (file, _) -> file.endsWith("postmaster.pid"))) {
            String pid = Files.readAllLines(files.findFirst().orElseThrow()).getFirst().strip();
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        }
    }

    /** One line that ends in a stable code, and nothing of our code's inside. */
    private static void assertOneSentence(Ended ended) {
        assertThat(ended.err()).startsWith("agenthub: ").matches("(?s).* \\[[A-Z_]+]\\R").doesNotContain("\tat ",
                "Exception").hasLineCount(1);
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return end(start(arguments));
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(Patience.ends(process)).isTrue();
        return new Ended(process.exitValue(), new String(process.getInputStream().readAllBytes(), UTF_8),
                new String(process.getErrorStream().readAllBytes(), UTF_8));
    }

    private Process start(String... arguments) throws IOException {
        return start(List.of("-Dglass.platform=Headless", "-Dprism.order=sw"), arguments);
    }

    private Process start(List<String> javaOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("AGENTHUB_JAVA_OPTS",
                String.join(" ", javaOptions) + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        builder.environment().remove("DISPLAY");
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
