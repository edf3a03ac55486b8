package dev.agenthub.app.platform;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Listens on loopback for later starts of the desktop that present the secret word, and shows the window.
 *
 * <p>Every process of the machine can connect, so callers without the word must cost little and delay no others: each has a virtual
 * thread, may send at most {@value #LONGEST_LINE} bytes and has one deadline. Beyond the limit on callers the oldest connection is closed.
 */
final class LaterStartListener implements Closeable {

    /**
     * Limits on callers.
     *
     * @param patience time from the connection to the end of the answer
     */
    record Limits(int callers, Duration patience) {
        static final Limits DEFAULTS = new Limits(128, Duration.ofSeconds(3));
    }

    private static final int LONGEST_LINE = 64;
    /** Connections that may wait to be accepted; beyond them, the system delays further ones by a second. */
    private static final int BACKLOG = 512;
    private static final String SHOWN = "shown";
    private static final String REFUSED = "refused";
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final System.Logger LOG = System.getLogger(LaterStartListener.class.getName());

    private final ServerSocket socket;
    private final byte[] word;
    private final Runnable show;
    private final Limits limits;
    private final Deque<Socket> callers = new ArrayDeque<>();

    private LaterStartListener(ServerSocket socket, String word, Runnable show, Limits limits) {
        this.socket = socket;
        this.word = word.getBytes(StandardCharsets.US_ASCII);
        this.show = show;
        this.limits = limits;
    }

    /** Listens on a free port. */
    static LaterStartListener open(String word, Runnable show, Limits limits) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        LaterStartListener listener = new LaterStartListener(socket, word, show, limits);
        Thread.ofVirtual().name("single-instance").start(listener::listen);
        return listener;
    }

    /** Presents the word to another window's port; returns whether that window now shows itself. */
    static boolean ask(int port, String word, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millisUntil(deadline));
                socket.getOutputStream().write((word + "\n").getBytes(StandardCharsets.US_ASCII));
                String answer = line(socket, deadline);
                if (!answer.isEmpty()) {
                    return answer.equals(SHOWN);
                }
            } catch (SocketTimeoutException | ConnectException e) {
                throw e;
            } catch (IOException e) {
                // With many callers the oldest connection is closed, which may have been this one.
                LOG.log(System.Logger.Level.DEBUG, "The other window hung up", e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        synchronized (callers) {
            callers.forEach(LaterStartListener::hangUp);
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                long deadline = System.nanoTime() + limits.patience().toNanos();
                takeIn(caller);
                Thread.ofVirtual().name("single-instance-caller").start(() -> hear(caller, deadline));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.log(System.Logger.Level.DEBUG, "No caller can be taken in now", e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    private void takeIn(Socket caller) {
        synchronized (callers) {
            if (callers.size() >= limits.callers()) {
                hangUp(callers.remove());
            }
            callers.add(caller);
        }
    }

    private void hear(Socket caller, long deadline) {
        try (caller) {
            boolean known = MessageDigest.isEqual(line(caller, deadline).getBytes(StandardCharsets.US_ASCII), word);
            if (known) {
                show.run();
            }
            caller.getOutputStream().write(((known ? SHOWN : REFUSED) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A caller went away", e);
        } finally {
            synchronized (callers) {
                callers.remove(caller);
            }
        }
    }

    /** Reads a line without its terminator; empty where the other side closes early or exceeds the line's limit. */
    private static String line(Socket socket, long deadline) throws IOException {
        byte[] line = new byte[LONGEST_LINE];
        InputStream in = socket.getInputStream();
        for (int length = 0; length < line.length;) {
            socket.setSoTimeout(millisUntil(deadline));
            int read = in.read(line, length, line.length - length);
            if (read < 0) {
                return "";
            }
            for (int end = length + read; length < end; length++) {
                if (line[length] == '\n') {
                    return new String(line, 0, length, StandardCharsets.US_ASCII);
                }
            }
        }
        return "";
    }

    /** At least 1, since 0 means no time-out. */
    private static int millisUntil(long deadline) throws SocketTimeoutException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left < 1) {
            throw new SocketTimeoutException("The deadline has passed");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    private static void hangUp(Socket caller) {
        try {
            caller.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A caller stayed on the line", e);
        }
    }
}
