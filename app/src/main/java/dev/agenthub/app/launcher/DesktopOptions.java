package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import java.net.URI;
import java.nio.file.Path;
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
 */
record DesktopOptions(Path folder, boolean sample, int port, @Nullable URI tsaUrl,
        @Nullable TimestampAuthorities tsaTrusted, @Nullable RemoteAddress connect,
        @Nullable String invitation) {

    /** With a backend of its own and without a timestamping authority. */
    DesktopOptions(Path folder, boolean sample, int port) {
        this(folder, sample, port, null, null, null, null);
    }

    /** Keeps the invitation's code out of logs. */
    @Override
    public String toString() {
        return "DesktopOptions[folder=" + folder + "]";
    }
}
