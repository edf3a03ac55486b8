package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The desktop's options from the command line.
 *
 * @param folder the data folder
 * @param sample whether to open the sample organization
 * @param port the embedded backend's port on loopback; 0 for any free one
 * @param tsaUrl the timestamping authority for checkpoints; null for none
 * @param tsaTrusted the certificates that timestamps must chain to; null to accept any valid timestamp
 * @param connect the remote backend; null for the embedded one
 * @param invitation the link of an invitation to the remote backend; null for none
 * @param lockAfter the time without input after which the key is locked
 */
record DesktopOptions(Path folder, boolean sample, int port, @Nullable URI tsaUrl,
        @Nullable TimestampAuthorities tsaTrusted, @Nullable RemoteAddress connect,
        @Nullable String invitation, Duration lockAfter) {

    /** Options for an embedded backend without a timestamping authority. */
    DesktopOptions(Path folder, boolean sample, int port) {
        this(folder, sample, port, null, null, null, null, IdleTime.DEFAULT);
    }

    /** Keeps the invitation's code out of logs. */
    @Override
    public String toString() {
        return "DesktopOptions[folder=" + folder + "]";
    }
}
