package dev.agenthub.bench.window;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a window and its backend, and knows when the last large answer had come to its end. */
final class BackendProxy implements AutoCloseable {

    /** In bytes: no list and no event is as large. */
    private static final long LARGE = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private final ServerSocket listening;
    private final URI backend;
    private final AtomicLong largeEnded = new AtomicLong();

    BackendProxy(URI backend) throws IOException {
        this.backend = backend;
        listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** The time of {@link System#nanoTime()} at which the last bytes so far of a large answer had come. */
    long largeEnded() {
        return largeEnded.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket window = listening.accept();
                Socket server = new Socket(InetAddress.getByName(backend.getHost()), backend.getPort());
                window.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                // How much came since the window asked last.
                AtomicLong answered = new AtomicLong();
                Thread.ofVirtual().start(() -> pass(window, server, _ -> answered.set(0)));
                Thread.ofVirtual().start(() -> pass(server, window, count -> {
                    if (answered.addAndGet(count) > LARGE) {
                        largeEnded.set(System.nanoTime());
                    }
                }));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private interface Passed {
        void bytes(int count);
    }

    private static void pass(Socket from, Socket to, Passed passed) {
        byte[] buffer = new byte[BUFFER];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                passed.bytes(count);
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One of the two has hung up.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
