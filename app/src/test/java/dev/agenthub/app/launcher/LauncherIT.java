package dev.agenthub.app.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.Thorough;
import dev.agenthub.evidence.chain.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts the packaged application as a person would, with wrong arguments too. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
    private static final Path LAUNCHER = Path.of("target/agenthub/bin/agenthub").toAbsolutePath();

    @TempDir
    Path temporary;

    private final List<Process> started = new ArrayList<>();
    /** More variables for the commands of {@link #said}. */
    private final Map<String, String> environment = new HashMap<>();

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
    @EnabledOnOs(OS.LINUX)
    @Thorough.Only
    void saysTheSameInEveryLocale() throws Exception {
        TestLog log = new TestLog("northwind").calls(3).append("connector.called", "J\u00F6rg \u0130",
                new Subject("c\u00E9", "connector"),
                "{}");
        Path folder = Files.createDirectory(temporary.resolve("R\u00E9sum\u00E9 \u65E5\u672C"));
        Path export = log.export(folder.resolve("q3 \u00FC.ahexport"));
        Path key = Files.writeString(folder.resolve("key \u0130"), log.signer().verifierKey().toString());
        Path value = Files.writeString(folder.resolve("v\u00E4lue.json"), "{\"I\":1234.50,\"\u0131\":\"\u00E9\"}");
        Path events = Files.writeString(folder.resolve("\u00E9vents.json"),
                "[{\"id\":\"evt \u65E5\",\"time\":\"2026-11-23T09:00:00Z\"}]");
        List<List<String>> commands = List.of(List.of("canonicalize", value.toString()),
                List.of("hash", value.toString()), List.of("prove", export.toString(), "4"),
                List.of("verify", export.toString(), "--key", key.toString()),
                List.of("verify", export.toString(), "--key", key.toString(), "--json"),
                List.of("reconcile", export.toString(), events.toString(), "--as", "file", "--key", key.toString()),
                List.of("verify", folder.resolve("m\u00EFssing").toString(), "--key", key.toString()),
                List.of("policy", "simulate", "--help"));
        // The first verification records the key, and says so.
        said(List.of(commands.get(3)), "C.UTF-8", "");
        List<Ended> expected = said(commands, "C.UTF-8", "-Duser.language=en");
        assertThat(expected).extracting(Ended::exitCode).containsExactly(0, 0, 0, 0, 0, 1, 2, 0);
        assertThat(expected.getFirst().out()).isEqualTo("{\"I\":1234.5,\"\u0131\":\"\u00E9\"}");
        assertThat(expected.get(5).out()).contains("evt \u65E5");
        assertThat(expected.get(6).err()).contains("m\u00EFssing");
        assertThat(said(commands, "C", "-Duser.language=en")).isEqualTo(expected);
        assertThat(said(commands, "tr_TR.UTF-8", "-Duser.language=tr")).isEqualTo(expected);
        assertThat(said(commands, "POSIX", "-Duser.language=ar -Duser.region=EG -Duser.extensions=u-nu-arab"))
                .isEqualTo(expected);
        assertThat(said(commands, "C", "-Duser.language=th -Duser.region=TH -Duser.extensions=u-ca-buddhist-nu-thai"))
                .isEqualTo(expected);
    }

    /** The database is set up once; after that a command finds each step done, as anybody's second run would. */
    @Test
    @EnabledOnOs(OS.LINUX)
    @Thorough.Only
    void setsUpAndJoinsWithTheSameWordsInEveryLocale() throws Exception {
        try (OwnDatabase fresh = OwnDatabase.create(temporary.resolve("own/secrets"))) {
            environment.put("AGENTHUB_ADMIN_PASSWORD",
                    Files.readString(temporary.resolve("own/secrets/database-admin")).strip());
            environment.put(Passphrase.VARIABLE, "correct horse battery staple");
            Path link = Files.writeString(temporary.resolve("l\u00EFnk \u0130.txt"),
                    "https://127.0.0.1:1/join#" + TestBackend.INVITATION);
            List<String> setup = new ArrayList<>(List.of("setup", "--database", fresh.url(), "--admin-user",
                    "hub_admin", "--organization", "J\u00F6rg \u0130I\u0131", "--address",
                    "https://hub.example.com:8443", "--data", temporary.resolve("secrets").toString()));
            OwnDatabase.accepted().forEach(version -> setup.addAll(List.of("--accept-server-version", version)));
            List<List<String>> commands = List.of(setup, List.of("setup"), List.of("setup", "--help"),
                    List.of("join", "--help"), List.of("join", link.toString()),
                    List.of("join", link.toString(), "--name", "Ada \u0130", "--data",
                            temporary.resolve("joining").toString()));
            said(List.of(setup), "C.UTF-8", "");
            List<Ended> expected = said(commands, "C.UTF-8", "-Duser.language=en");
            assertThat(expected).as("%s", expected).extracting(Ended::exitCode).containsExactly(0, 2, 0, 0, 2, 2);
            assertThat(expected.getFirst().out()).startsWith("agenthub serve --database " + fresh.url())
                    .contains("--organization 'J\u00F6rg \u0130I\u0131'", ":8443");
            for (Map.Entry<String, String> locale : Map.of("C", "-Duser.language=en", "tr_TR.UTF-8",
                    "-Duser.language=tr", "POSIX",
                    "-Duser.language=ar -Duser.region=EG -Duser.extensions=u-nu-arab", "th_TH.UTF-8",
                    "-Duser.language=th -Duser.region=TH -Duser.extensions=u-ca-buddhist-nu-thai", "fa_IR.UTF-8",
                    "-Duser.language=fa -Duser.region=IR -Duser.extensions=u-nu-arabext", "hi_IN.UTF-8",
                    "-Duser.language=hi -Duser.region=IN -Duser.extensions=u-nu-deva").entrySet()) {
                assertThat(said(commands, locale.getKey(), locale.getValue())).as(locale.getKey()).isEqualTo(expected);
            }
        }
    }

    /** What each command says in a locale. */
    private List<Ended> said(List<List<String>> commands, String locale, String options) throws Exception {
        List<Ended> said = new ArrayList<>();
        for (List<String> words : commands) {
            List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
            command.addAll(words);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            builder.environment().putAll(Map.of("LC_ALL", locale, "AGENTHUB_JAVA_OPTS",
                    options + " -XX:TieredStopAtLevel=1 -Dagenthub.data=" + temporary.resolve("data")));
            Process process = builder.start();
            started.add(process);
            said.add(end(process));
        }
        return said;
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
        TestTimeout.await("the sandbox").until(() -> Files.exists(data.resolve("sample/sandbox/port")));
        ProcessHandle postmaster = postmaster(data);

        Ended second = run("desktop", "--sample", "--data", data.toString());
        assertThat(second.exitCode()).isEqualTo(2);
        assertOneSentence(second);
        assertThat(second.err()).contains("[DATA_FOLDER_IN_USE]");
        assertThat(first.isAlive()).isTrue();

        // As a shutdown of the machine asks for it.
        first.destroy();
        assertThat(TestTimeout.ends(first)).isTrue();
        // It lets go of its folder a moment before it is gone.
        TestTimeout.await("the database to stop").until(() -> !postmaster.isAlive());
    }

    @Test
    void asksWhereToGoBeforeItMakesADatabaseAndAsksOnce() throws Exception {
        Path data = temporary.resolve("data");
        Process first = start("desktop", "--data", data.toString());
        TestTimeout.await("the start").until(() -> Files.exists(data.resolve("start/desktop.instance")));

        Ended second = run("desktop", "--data", data.toString());
        assertThat(second.exitCode()).isEqualTo(2);
        assertOneSentence(second);
        assertThat(second.err()).contains("[DATA_FOLDER_IN_USE]", "its window now stands in front");
        assertThat(first.isAlive()).isTrue();
        assertThat(data.resolve("own")).doesNotExist();

        first.destroy();
        assertThat(TestTimeout.ends(first)).isTrue();
    }

    @Test
    void stopsWholeEvenWhileItStarts() throws Exception {
        Path data = temporary.resolve("data");
        Process first = start("desktop", "--sample", "--data", data.toString());
        ProcessHandle postmaster = TestTimeout.await("the database to start").ignoreExceptions()
                .until(() -> postmaster(data), ProcessHandle::isAlive);
        assertThat(data.resolve("sample/sandbox/port")).doesNotExist();
        first.destroy();
        assertThat(TestTimeout.ends(first)).isTrue();
        TestTimeout.await("the database to stop").until(() -> !postmaster.isAlive());
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
        assertThat(TestTimeout.ends(process)).isTrue();
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
