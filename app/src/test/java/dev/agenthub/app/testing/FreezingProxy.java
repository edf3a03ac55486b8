package dev.agenthub.app.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy that can freeze: it then accepts connections but forwards no bytes, like a stopped process.
 */
public final class FreezingProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final URI backend;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition thawed = lock.newCondition();
    private boolean frozen;

    public FreezingProxy(URI backend) throws IOException {
        this.backend = backend;
        this.listening = new ServerSocket(0, 50, InetAddress.getByName(backend.getHost()));
        Thread.ofVirtual().start(this::accept);
    }

    public URI uri() {
        return URI.create("http://" + backend.getHost() + ":" + listening.getLocalPort() + "/");
    }

    /** From now on what arrives is kept back, in both directions; connections stay open. */
    public void freeze() {
        set(true);
    }

    /** Passes on what was kept back, and everything after it. */
    public void thaw() {
        set(false);
    }

    private void set(boolean now) {
        lock.lock();
        try {
            frozen = now;
            thawed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = listening.accept();
                Socket onward = new Socket(backend.getHost(), backend.getPort());
                sockets.addAll(List.of(caller, onward));
                Thread.ofVirtual().start(() -> pass(caller, onward));
                Thread.ofVirtual().start(() -> pass(onward, caller));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                awaitThaw();
                out.write(bytes, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // Either side went away, and the other goes with it.
            return;
        }
    }

    private void awaitThaw() {
        lock.lock();
        try {
            while (frozen) {
                thawed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        thaw();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
