package dev.agenthub.app.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.cli.JoinedMember;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.evidence.proof.EntryProver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Offline commands read their input, or refuse it in one sentence: unsuitable files are
 * not reported as forged, and a pipe without a writer does not block.
 */
@DisabledOnOs(OS.WINDOWS)
class OfflineInputsTest {
    private static final String EVENTS = "[{\"id\":\"evt_1\",\"time\":\"2026-11-23T09:00:00Z\"}]";
    private static final String JSON = "{\"amount\":1}";

    @RegisterExtension
    private final DataFolder data = new DataFolder();

    /** Every place of an offline command where a file is named, by what it is. */
    private final Map<String, Function<String, List<String>>> places = new LinkedHashMap<>();
    private final Path folder;
    private final TestLog log = new TestLog("northwind").calls(5);
    private final String key = log.signer().verifierKey().toString();
    private final String export;
    private final String events;

    OfflineInputsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.export = log.export(folder.resolve("q3.ahexport")).toString();
        this.events = Files.writeString(folder.resolve("events.json"), EVENTS).toString();
        places.put("export", file -> List.of("verify", file, "--key", key));
        places.put("key", file -> List.of("verify", export, "--key", file));
        places.put("pin", file -> List.of("verify", export, "--pin", file));
        places.put("note", file -> List.of("verify", export, "--pin", file, "--key", key));
        places.put("tsa", file -> List.of("verify", export, "--key", key, "--tsa", file));
        places.put("save-pin", file -> List.of("verify", export, "--key", key, "--save-pin", file));
        places.put("prove", file -> List.of("prove", file, "0"));
        places.put("reconcile", file -> List.of("reconcile", file, events, "--as", "file", "--key", key));
        places.put("log", file -> List.of("reconcile", export, file, "--as", "file", "--key", key));
        places.put("reconcile-pin", file -> List.of("reconcile", export, events, "--as", "file", "--pin", file));
        places.put("canonicalize", file -> List.of("canonicalize", file));
        places.put("hash", file -> List.of("hash", file));
        places.put("restore", file -> List.of("keys", "restore", file));
    }

    private static CommandRun run(List<String> words) {
        return CommandRun.withEnvironment(JoinedMember.environment(), words.toArray(String[]::new));
    }

    private Path fifo(String name) throws IOException, InterruptedException {
        Path fifo = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        return fifo;
    }

    private static void assertRefused(String place, CommandRun run) {
        assertThat(run.exitCode()).as(place + ": " + run.err() + run.out()).isEqualTo(CommandFailure.NOT_DONE);
        assertSaidInOneLine(place, run);
    }

    private static void assertSaidInOneLine(String place, CommandRun run) {
        assertThat(run.out()).as(place).doesNotContain("REJECTED");
        assertThat(run.err().lines().toList().getLast()).as(place).matches("agenthub: .*[.][)]? \\[[A-Z_]+]");
        assertThat(run.err()).as(place).doesNotContain("Exception", "[UNEXPECTED]", "\tat ", " null");
    }

    @Test
    void refusesAPipeThatNobodyWritesInto() throws Exception {
        Map<String, Future<CommandRun>> runs = new LinkedHashMap<>();
        try (var threads = Executors.newCachedThreadPool()) {
            for (var place : places.entrySet()) {
                Path fifo = fifo(place.getKey());
                runs.put(place.getKey(), threads.submit(() -> run(place.getValue().apply(fifo.toString()))));
            }
            Path pin = folder.resolve("kept.pin");
            log.pin().write(pin);
            fifo("kept.pin.state");
            runs.put("state", threads.submit(() -> run(List.of("verify", export, "--pin", pin.toString()))));
            Path page = fifo("page");
            runs.put("report", threads.submit(
                    () -> run(List.of("verify", export, "--key", key, "--report", page.toString()))));
            Path proof = fifo("proof");
            runs.put("out", threads.submit(() -> run(List.of("prove", export, "0", "--out", proof.toString()))));
            for (var run : runs.entrySet()) {
                assertRefused(run.getKey(), run.getValue().get(60, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void waitsForWhoeverHoldsAPipeOpenAndSaysSo() throws Exception {
        Map<String, String> content = Map.of("key", key, "pin", log.pin().text(), "note", log.note(), "log", "[]",
                "tsa", pem(), "canonicalize", JSON, "hash", JSON);
        List<Future<?>> writers = new ArrayList<>();
        Map<String, Future<CommandRun>> runs = new LinkedHashMap<>();
        try (var threads = Executors.newCachedThreadPool()) {
            for (var one : content.entrySet()) {
                Path fifo = fifo(one.getKey());
                var said = new Said("agenthub: Waiting for what is written into " + fifo + ".\n");
                writers.add(threads.submit(() -> {
                    try (var out = Files.newOutputStream(fifo)) {
                        said.await();
                        out.write(one.getValue().getBytes(StandardCharsets.UTF_8));
                    }
                    return null;
                }));
                runs.put(one.getKey(), threads.submit(
                        () -> CommandRun.heardBy(said, JoinedMember.environment(), placed(one.getKey(), fifo))));
            }
            for (var writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            for (var run : runs.entrySet()) {
                CommandRun ended = run.getValue().get(60, TimeUnit.SECONDS);
                assertThat(ended.exitCode()).as(run.getKey() + ": " + ended.err() + ended.out()).isZero();
            }
        }
    }

    /** What a command writes on the error stream, where a test waits for a sentence. */
    private static final class Said extends ByteArrayOutputStream {
        private final CountDownLatch heard = new CountDownLatch(1);
        private final String sentence;

        Said(String sentence) {
            this.sentence = sentence;
        }

        @Override
        public synchronized void flush() {
            if (toString(StandardCharsets.UTF_8).contains(sentence)) {
                heard.countDown();
            }
        }

        void await() throws InterruptedException {
            assertThat(heard.await(60, TimeUnit.SECONDS)).as(sentence).isTrue();
        }
    }

    @Test
    void readsAKeyFromAPipeOnceThoughThePinNeedsItToo() throws Exception {
        Path note = Files.writeString(folder.resolve("kept.note"), log.note());
        Path fifo = fifo("once");
        try (var threads = Executors.newCachedThreadPool()) {
            Future<Path> written = threads.submit(() -> Files.writeString(fifo, key));
            CommandRun run = run(List.of("verify", export, "--pin", note.toString(), "--key", fifo.toString()));
            written.get(60, TimeUnit.SECONDS);
            assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        }
    }

    private List<String> placed(String place, Path file) {
        return places.getOrDefault(place, _ -> List.of()).apply(file.toString());
    }

    @Test
    void refusesFoldersDashesAndWhatIsMissing() {
        for (var place : places.entrySet()) {
            if (!place.getKey().equals("save-pin")) {
                assertRefused(place.getKey() + " missing", run(place.getValue().apply(folder + "/missing")));
                if (!place.getKey().equals("canonicalize") && !place.getKey().equals("hash")) {
                    assertRefused(place.getKey() + " -", run(place.getValue().apply("-")));
                }
            }
            assertRefused(place.getKey() + " folder", run(place.getValue().apply(folder.toString())));
        }
        assertThat(run(List.of("verify", "-", "--key", key)).err())
                .isEqualTo("agenthub: - can’t be read: this is not read from the standard input. [FILE_UNREADABLE]\n");
    }

    @Test
    void readsNoMoreOfAnEndlessDeviceThanAFileMayHave() {
        Path zero = Path.of("/dev/zero");
        assumeThat(zero).exists();
        for (var place : places.entrySet()) {
            CommandRun run = run(place.getValue().apply(zero.toString()));
            if (place.getKey().equals("canonicalize") || place.getKey().equals("hash")) {
                assertThat(run.exitCode()).isEqualTo(CommandFailure.REJECTED);
                assertSaidInOneLine(place.getKey(), run);
            } else {
                assertRefused(place.getKey(), run);
            }
        }
    }

    @Test
    void refusesWhatMayNotOrCannotBeRead() throws IOException {
        List<Path> unreadable = new ArrayList<>();
        Path locked = Files.writeString(folder.resolve("locked"), "secret");
        if (locked.toFile().setReadable(false) && !Files.isReadable(locked)) {
            unreadable.add(locked);
        }
        // Reading its beginning is an error of the device for everybody.
        Path memory = Path.of("/proc/self/mem");
        if (Files.exists(memory)) {
            unreadable.add(memory);
        }
        assumeThat(unreadable).isNotEmpty();
        for (Path file : unreadable) {
            for (var place : places.entrySet()) {
                // It claims to be empty, which is no archive.
                if (!file.equals(memory) || !place.getKey().equals("prove")) {
                    assertRefused(place.getKey() + " " + file, run(place.getValue().apply(file.toString())));
                }
            }
        }
    }

    @Test
    void readsOrRefusesWhatMailsAndEditorsMadeOfAFile() throws IOException {
        Path pin = folder.resolve("kept.pin");
        run(List.of("verify", export, "--key", key, "--save-pin", pin.toString()));
        String pinned = Files.readString(pin);
        Path state = folder.resolve("kept.pin.state");
        String saved = Files.readString(state);
        String proof = EntryProver.prove(Path.of(export), 3, (_, _) -> {}).text();
        String authority = pem();
        for (UnaryOperator<String> mailed : List.<UnaryOperator<String>>of(it -> it.replace("\n", "\r\n"),
                it -> "\uFEFF" + it, it -> it.replace("\n", " \t\n"), it -> it.replace(' ', '\u00A0'),
                it -> it.replaceAll("(.{50})", "$1\n"))) {
            Path file = folder.resolve("mailed");
            for (var one : Map.of("key", key + "\n", "pin", pinned, "note", log.note(), "export", proof).entrySet()) {
                Files.writeString(file, mailed.apply(one.getValue()));
                CommandRun run = run(placed(one.getKey(), file));
                assertThat(run.out()).as(one.getKey() + run.err()).startsWith("VERIFIED");
            }
            Files.writeString(file, mailed.apply(authority));
            CommandRun stamped = run(placed("tsa", file));
            if (stamped.exitCode() != 0) {
                assertRefused("tsa", stamped);
                assertThat(stamped.err()).contains("CERTIFICATE_MALFORMED");
            }
            Files.writeString(state, mailed.apply(saved));
            CommandRun beside = run(List.of("verify", export, "--pin", pin.toString()));
            if (mailed.apply(saved).equals(saved)) {
                assertThat(beside.out()).startsWith("VERIFIED");
            } else {
                assertRefused("state", beside);
                assertThat(beside.err()).contains("[STATE_MALFORMED]");
            }
            Files.writeString(state, saved);
            Files.writeString(file, mailed.apply("[ ]\n"));
            CommandRun reconciled = run(placed("log", file));
            assertThat(reconciled.exitCode()).as(reconciled.err()).isIn(0, 2);
            Files.writeString(file, mailed.apply("{\"a\": 1,\n\"b\": \"" + "x".repeat(60) + "\"}\n"));
            for (String place : List.of("canonicalize", "hash")) {
                CommandRun run = run(placed(place, file));
                if (run.exitCode() != 0) {
                    assertThat(run.exitCode()).isEqualTo(CommandFailure.REJECTED);
                    assertSaidInOneLine(place, run);
                }
            }
        }
    }

    private static String pem() throws IOException {
        try (var in = Objects.requireNonNull(
                OfflineInputsTest.class.getResourceAsStream("/dev/agenthub/app/cli/timestamp-root.pem"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
