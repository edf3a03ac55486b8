package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A remote backend, which runs independently of this desktop. */
record RemoteBackend(BackendClient client) implements DesktopBackend {

    /**
     * Makes the backend at this address.
     *
     * @param folder where the backend's address and certificate are remembered
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
        // A remote backend is not stopped from here.
    }
}
