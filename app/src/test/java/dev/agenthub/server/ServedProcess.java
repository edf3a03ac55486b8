package dev.agenthub.server;

import dev.agenthub.server.connectors.calls.LocalProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A served backend in its own process, whose outbound calls go to the test's provider. */
public final class ServedProcess implements AutoCloseable {
    private final Process process;
    private final String ownerLink;

    private ServedProcess(Process process, String ownerLink) {
        this.process = process;
        this.ownerLink = ownerLink;
    }

    /** Serves until its standard input ends. */
    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ServeConfig config = new ServeConfig(folder, arguments[1], accepted(arguments[5]), "127.0.0.1", 0, null,
                null, arguments[4]);
        try (Backend backend = Backend.serve(config,
                LocalProvider.outbound(Path.of(arguments[2]), Integer.parseInt(arguments[3])))) {
            System.out.println(backend.ownerInvitation());
            while (System.in.read() >= 0) {
                // Until the end.
            }
        }
    }

    private static Set<String> accepted(String joined) {
        return joined.isEmpty() ? Set.of() : Set.of(joined.split(","));
    }

    public static ServedProcess start(Path folder, String database, Path certificate, int port, String organization,
            Set<String> accepted) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), ServedProcess.class.getName()));
        command.addAll(List.of(folder.toString(), database, certificate.toString(), Integer.toString(port),
                organization, String.join(",", accepted)));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new ServedProcess(process, out.readLine());
    }

    public String ownerLink() {
        return ownerLink;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
