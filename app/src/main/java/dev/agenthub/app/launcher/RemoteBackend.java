package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.RemoteAddress;
import org.jspecify.annotations.Nullable;

/** A backend elsewhere, which runs whether this desktop does or not. */
record RemoteBackend(RemoteAddress address) implements DesktopBackend {

    @Override
    public BackendClient client() {
        return new BackendClient(address.uri(), address.fingerprint());
    }

    @Override
    public @Nullable String ownerInvitation() {
        return null;
    }

    @Override
    public void close() {
        // It is not ours to stop.
    }
}
