package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A backend elsewhere, which runs whether this desktop does or not. */
record RemoteBackend(BackendClient client) implements DesktopBackend {

    /**
     * The backend at this address.
     *
     * @param folder where what is known of it is remembered
     * @throws CodedException BACKEND_CERTIFICATE_CHANGED
     */
    static RemoteBackend at(RemoteAddress address, Path folder) {
        return new RemoteBackend(BackendClient.elsewhere(address, folder));
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
