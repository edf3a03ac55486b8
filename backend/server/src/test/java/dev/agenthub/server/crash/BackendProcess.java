package dev.agenthub.server.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agenthub.server.Backend;
import dev.agenthub.server.BackendConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A backend in a process of its own, which a test can kill at any moment. */
final class BackendProcess {
    private static final String READY = "ready ";
    private static final String NONE = "-";

    private final Process process;
    private final Path folder;
    private final URI uri;
    private final String agentKey;
    private final @Nullable String ownerInvitation;

    private BackendProcess(Process process, Path folder, int port, String agentKey, @Nullable String ownerInvitation) {
        this.process = process;
        this.folder = folder;
        this.uri = URI.create("http://127.0.0.1:" + port);
        this.agentKey = agentKey;
        this.ownerInvitation = ownerInvitation;
    }

    /** Runs in the other process: a backend of the sample organization, until its standard input ends. */
    public static void main(String... arguments) throws IOException {
        var config = new BackendConfig(Path.of(arguments[0]), Integer.parseInt(arguments[1]), true);
        try (Backend backend = Backend.startEmbedded(config)) {
            System.out.println(READY + Objects.requireNonNull(backend.sample()).agentKey().text() + " "
                    + Objects.requireNonNullElse(backend.ownerInvitation(), NONE));
            while (System.in.read() >= 0) {
                // Nothing is sent; the test waits for the end of the stream.
            }
        }
    }

    static BackendProcess start(Path folder, int port, Path log) throws IOException {
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), BackendProcess.class.getName(), folder.toString(),
                Integer.toString(port))).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                String[] words = line.split(" ", -1);
                return new BackendProcess(process, folder, port, words[1], words[2].equals(NONE) ? null : words[2]);
            }
        }
        throw new IOException("The backend did not start:\n" + Files.readString(log));
    }

    URI uri() {
        return uri;
    }

    String agentKey() {
        return agentKey;
    }

    String ownerInvitation() {
        return Objects.requireNonNull(ownerInvitation, "somebody owns it already");
    }

    /** Kills the application, as {@code kill -9}; its database remains as an orphan. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Kills the application and its database at the same moment, like a power cut. */
    void killWithItsDatabase() throws IOException, InterruptedException {
        List<ProcessHandle> database = database();
        process.destroyForcibly();
        database.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        database.forEach(member -> member.onExit().join());
    }

    /** The postmaster, which is nobody's child, and its children. */
    private List<ProcessHandle> database() throws IOException {
        try (Stream<Path> files = Files.find(folder, 4, (file, _) -> file.endsWith("postmaster.pid"))) {
            ProcessHandle postmaster = ProcessHandle
                    .of(Long.parseLong(Files.readAllLines(files.findFirst().orElseThrow()).getFirst().strip()))
                    .orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        }
    }

    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
            throw new IOException("The backend did not stop");
        }
    }
}
