package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the desktop was asked to start.
 *
 * @param folder where everything is kept
 * @param sample whether to open the disposable sample organization
 * @param port of the backend on loopback, 0 for any free one
 * @param tsaUrl where checkpoints are timestamped; null for nowhere
 * @param tsaTrusted what the answers must lead to; null where any that holds by itself will do
 * @param connect the backend elsewhere to talk to, null for one of its own
 * @param invitation the link of an invitation to it, null where the person brought none
 * @param lockAfter how long nobody may be at the window before the key is locked
 */
record DesktopOptions(Path folder, boolean sample, int port, @Nullable URI tsaUrl,
        @Nullable TimestampAuthorities tsaTrusted, @Nullable RemoteAddress connect,
        @Nullable String invitation, Duration lockAfter) {

    /** With a backend of its own and without a timestamping authority. */
    DesktopOptions(Path folder, boolean sample, int port) {
        this(folder, sample, port, null, null, null, null, IdleTime.USUAL);
    }

    /** Keeps the invitation's code out of logs. */
    @Override
    public String toString() {
        return "DesktopOptions[folder=" + folder + "]";
    }
}
