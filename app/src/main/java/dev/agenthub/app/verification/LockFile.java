package dev.agenthub.app.verification;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is locked while one thread of all processes changes the files that it stands beside. */
final class LockFile {
    private static final Object IN_THIS_PROCESS = new Object();

    private LockFile() {}

    /** Work on files. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Waits until no other thread or process does work under this lock, and runs the work.
     *
     * @param lock created where it is missing; its folder exists
     * @return what the work returned
     */
    static <T> T alone(Path lock, Work<T> work) throws IOException {
        synchronized (IN_THIS_PROCESS) {
            // The lock file is not deleted: otherwise two processes could each lock a different file of that name.
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return work.run();
            }
        }
    }
}
