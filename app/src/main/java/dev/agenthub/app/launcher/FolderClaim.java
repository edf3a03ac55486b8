package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.SingleInstance;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one folder that this window has for itself; it lets go of it only once it has the next. */
final class FolderClaim implements AutoCloseable {
    private final Runnable show;
    private @Nullable Path folder;
    private @Nullable SingleInstance held;

    /** {@code show} runs whenever a later start asks for this window. */
    FolderClaim(Runnable show) {
        this.show = show;
    }

    /**
     * Claims the next folder, and logs there from then on.
     *
     * @param leave what has to end in the folder so far before another window may have it;
     *        nothing of it happens where the next one is in use
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
        Logs.into(next);
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
