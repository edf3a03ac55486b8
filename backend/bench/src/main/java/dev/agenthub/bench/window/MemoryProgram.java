package dev.agenthub.bench.window;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.Scene;

/** Shows a window until it has settled, and prints how many bytes it takes. */
public final class MemoryProgram {

    /** What is printed before the bytes that the process has in memory. */
    static final String RESIDENT = "resident";
    /** What is printed before the bytes of the heap that are in use after a collection. */
    static final String HEAP = "heap";

    /** After so many without anything new, what was made for the first ones is done with. */
    private static final int FRAMES_TO_SETTLE = 120;
    private static final Path STATUS = Path.of("/proc/self/status");

    private MemoryProgram() {}

    /**
     * Runs in a process of its own.
     *
     * @param args none for an empty window; the backend and an invitation for the inbox;
     *        and then requests that are shown one after the other
     */
    public static void main(String[] args) throws Exception {
        int code = 1;
        try {
            if (args.length == 0) {
                showEmpty();
            } else {
                showInbox(args);
            }
            Frames.between(FRAMES_TO_SETTLE, () -> {});
            System.out.println(RESIDENT + "\t" + resident());
            System.gc();
            System.out.println(HEAP + "\t" + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()));
            code = 0;
        } finally {
            // Whatever thread of JavaFX is left.
            Runtime.getRuntime().halt(code);
        }
    }

    private static void showEmpty() throws IOException, InterruptedException {
        CountDownLatch shown = new CountDownLatch(1);
        Scene[] scene = new Scene[1];
        Platform.startup(() -> {
            scene[0] = EmptyWindow.show();
            shown.countDown();
        });
        shown.await();
        Frames.until(Objects.requireNonNull(scene[0]), () -> {}, () -> true);
    }

    private static void showInbox(String[] args) throws IOException, InterruptedException {
        Desktop desktop = WindowProgram.open(URI.create(args[0]), args[1]);
        Frames.until(desktop.scene(), desktop::showInbox,
                () -> Looker.showsRows(desktop.scene()));
        for (String shown : List.of(args).subList(2, args.length)) {
            String[] request = shown.split("=", 2);
            Frames.until(desktop.scene(), () -> desktop.showRequest(UUID.fromString(request[1])),
                    () -> Looker.showsBytes(desktop.scene(), request[0]));
        }
    }

    private static long resident() throws IOException {
        return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).findFirst().orElseThrow();
    }
}
