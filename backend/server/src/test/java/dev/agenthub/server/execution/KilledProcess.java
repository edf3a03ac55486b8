package dev.agenthub.server.execution;

import dev.agenthub.server.Backend;
import dev.agenthub.server.BackendConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A backend with the sample organization in a process of its own, to be killed without warning. */
final class KilledProcess {
    private final Process process;
    private final URI uri;
    private final @Nullable String invitation;

    private KilledProcess(Process process, URI uri, @Nullable String invitation) {
        this.process = process;
        this.uri = uri;
        this.invitation = invitation;
    }

    /** The other process. */
    public static void main(String[] arguments) throws IOException {
        try (Backend backend = Backend.startEmbedded(new BackendConfig(Path.of(arguments[0]), 0, true))) {
            System.out.println("READY " + backend.uri() + " " + backend.ownerInvitation());
            while (System.in.read() >= 0) {
                // Ends with the test that began it, should that forget to kill it.
            }
        }
    }

    static KilledProcess start(Path folder) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KilledProcess.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("READY")) {
                return new KilledProcess(process, URI.create(words[1]), words[2].equals("null") ? null : words[2]);
            }
        }
        throw new IOException("The backend did not start");
    }

    URI uri() {
        return uri;
    }

    @Nullable
    String invitation() {
        return invitation;
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The backend can't be killed");
        }
    }
}
