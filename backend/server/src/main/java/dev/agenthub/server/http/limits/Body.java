package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The body of one request, read on demand within limits of size, time and memory. Not thread-safe. */
public final class Body implements AutoCloseable {

    /** The time allowed for a body of any length; longer bodies get time for a slow connection in addition. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration DISCARDING = Duration.ofSeconds(10);
    private static final int SLOW_LINE_BYTES_A_SECOND = 64 * 1024;
    private static final int STEP = 64 * 1024;

    private final Source source;
    private final int largest;
    private final BodyBudget.Share memory;
    private final Duration patience;
    private byte @Nullable [] bytes;

    /** The request's body as a stream. */
    public interface Source {

        /** The length in bytes; negative where it is unknown. */
        long length();

        InputStream stream() throws IOException;
    }

    /**
     * Creates a body without reading it.
     *
     * @param largest in bytes
     * @param caller who is charged for the memory
     */
    public Body(Source source, int largest, BodyBudget budget, Object caller) {
        this(source, largest, budget.share(caller), PATIENCE);
    }

    Body(Source source, int largest, BodyBudget.Share memory, Duration patience) {
        this.source = source;
        this.largest = largest;
        this.memory = memory;
        this.patience = patience;
    }

    /**
     * Reads the whole body; later calls return the same array.
     *
     * @throws RefusedException TOO_LARGE, REQUEST_TOO_SLOW; REQUEST_MALFORMED where it ends early or its framing is broken
     * @throws LimitReachedException SERVER_BUSY
     */
    public byte[] bytes() {
        byte[] known = bytes;
        if (known == null) {
            try {
                known = read();
            } catch (LimitReachedException e) {
                memory.discard(this::discard);
                throw e;
            } catch (RefusedException e) {
                if (e.error() == ErrorCode.TOO_LARGE) {
                    memory.discard(this::discard);
                }
                throw e;
            }
            bytes = known;
        }
        return known;
    }

    /** Reads and discards the rest of a known caller's body: many clients read the answer only after sending everything. */
    private void discard() {
        if (largest <= HttpLimits.LARGEST_ANONYMOUS_BODY) {
            return;
        }
        long deadline = System.nanoTime() + DISCARDING.toNanos();
        byte[] step = new byte[STEP];
        try {
            InputStream in = source.stream();
            int left = largest;
            for (int read = in.read(step); read >= 0 && left > 0
                    && deadline - System.nanoTime() > 0; read = in.read(step)) {
                left -= read;
                letOthersRun();
            }
        } catch (IOException e) {
            // The connection is broken, so nobody reads the answer.
            return;
        }
    }

    private byte[] read() {
        long length = source.length();
        requireRoom(length);
        long deadline = System.nanoTime() + patience.toNanos();
        ByteArrayOutputStream all = new ByteArrayOutputStream(Math.clamp(length, 0, BodyBudget.SMALL));
        byte[] step = new byte[Math.clamp(length, 1024, STEP)];
        try {
            InputStream in = source.stream();
            for (int read = in.read(step); read >= 0; read = in.read(step)) {
                requireRoom((long) all.size() + read);
                all.write(step, 0, read);
                letOthersRun();
                if (System.nanoTime() - deadline > all.size() * (1_000_000_000L / SLOW_LINE_BYTES_A_SECOND)) {
                    throw new RefusedException(ErrorCode.REQUEST_TOO_SLOW);
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
        byte[] read = all.toByteArray();
        if (read.length > BodyBudget.SMALL) {
            memory.growTo(BodyMemory.of(read));
        }
        return read;
    }

    /** Yields: where bytes arrive fast no read blocks, and other virtual threads would not run. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void letOthersRun() {
        Thread.yield();
    }

    private void requireRoom(long length) {
        if (length > largest) {
            throw new RefusedException(ErrorCode.TOO_LARGE, "The body has at most " + largest + " bytes.");
        }
        if (length > BodyBudget.SMALL) {
            memory.growTo(BodyMemory.of(length));
        }
    }

    /** The refusal for a broken connection; the cause is outside the server, so nothing is logged. */
    private static RefusedException failed(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.util.concurrent.TimeoutException) {
                return new RefusedException(ErrorCode.REQUEST_TOO_SLOW, null, e);
            }
        }
        return new RefusedException(ErrorCode.REQUEST_MALFORMED, "The body ends early, or its framing is broken.", e);
    }

    /** Releases the memory. */
    @Override
    public void close() {
        memory.close();
        bytes = null;
    }
}
