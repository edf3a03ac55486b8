package dev.agenthub.app.launcher;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Logs what ends the work of the window's thread, each fault once, since one in the layout comes again in every frame. What is logged is
 * where it happened: the message of an exception can quote what is on screen.
 */
final class WindowFaults implements UncaughtExceptionHandler {
    private static final Logger LOG = Logger.getLogger(WindowFaults.class.getName());
    /** A program with more different faults than this, or one with more causes, is not understood by reading more of them. */
    private static final int MOST = 100;

    private final Set<List<Object>> known = new HashSet<>();

    @Override
    public synchronized void uncaughtException(Thread thread, Throwable fault) {
        List<Object> place = List.of(fault.getClass(), Stream.of(fault.getStackTrace()).limit(1).toList());
        if (known.size() < MOST && known.add(place)) {
            LOG.log(Level.SEVERE, () -> "The window could not go on; what it shows may be incomplete. " + trace(fault));
        }
    }

    private static String trace(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause).limit(MOST)
                .map(cause -> Stream.of(cause.getStackTrace()).map(frame -> "\n\tat " + frame)
                        .collect(Collectors.joining("", cause.getClass().getName(), "")))
                .collect(Collectors.joining("\nCaused by: "));
    }
}
