package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.SingleInstance;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The data folder that this window has claimed exclusively. It is released only after the next one is claimed. Thread-safe. */
final class FolderClaim implements AutoCloseable {
    private final Runnable show;
    private @Nullable Path folder;
    private @Nullable SingleInstance held;

    /** Makes a claim without a folder. {@code show} runs whenever a later start asks for this window. */
    FolderClaim(Runnable show) {
        this.show = show;
    }

    /**
     * Claims the next folder and writes log files there from then on.
     *
     * @param leave ends the use of the previous folder before it is released; not called where the next folder is in use
     */
    synchronized void moveTo(Path next, Runnable leave) {
        if (next.equals(folder)) {
            leave.run();
            return;
        }
        SingleInstance claimed = SingleInstance.claim(next, show);
        leave.run();
        close();
        held = claimed;
        folder = next;
        LoggingSetup.into(next);
    }

    @Override
    public synchronized void close() {
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException e) {
            System.getLogger(FolderClaim.class.getName()).log(System.Logger.Level.DEBUG, "The claim was not let go", e);
        }
        held = null;
        folder = null;
    }
}
