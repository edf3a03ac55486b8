package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request, read when it is asked for: no more of it than may be, no slower
 * than it may be, and none without memory for it. Not for use by several threads.
 */
public final class Body implements AutoCloseable {

    /** A body of any length may take so long, and longer by what a slow line needs. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration DISCARDING = Duration.ofSeconds(10);
    private static final int SLOW_LINE_BYTES_A_SECOND = 64 * 1024;
    private static final int STEP = 64 * 1024;

    private final Source source;
    private final int largest;
    private final BodyBudget.Share memory;
    private final Duration patience;
    private byte @Nullable [] bytes;

    /** Where a body comes from. */
    public interface Source {

        /** Of the body, in bytes; negative where nobody says. */
        long length();

        InputStream stream() throws IOException;
    }

    /**
     * Makes it; nothing is read yet.
     *
     * @param largest in bytes
     * @param caller whose memory it takes
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
     * All of it, the same array each time.
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
                if (e.code() == ErrorCode.TOO_LARGE) {
                    memory.discard(this::discard);
                }
                throw e;
            }
            bytes = known;
        }
        return known;
    }

    /** Takes the rest from a known caller, who would not see the answer before it has sent it. */
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
            // Nobody is left to see the answer.
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

    /** Where bytes come fast enough no read waits, and nothing else here lets other virtual threads run. */
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

    /** Nobody's fault but the caller's or the line's: there is nothing to log. */
    private static RefusedException failed(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.util.concurrent.TimeoutException) {
                return new RefusedException(ErrorCode.REQUEST_TOO_SLOW, null, e);
            }
        }
        return new RefusedException(ErrorCode.REQUEST_MALFORMED, "The body ends early, or its framing is broken.", e);
    }

    /** Gives its memory back. */
    @Override
    public void close() {
        memory.close();
        bytes = null;
    }
}
