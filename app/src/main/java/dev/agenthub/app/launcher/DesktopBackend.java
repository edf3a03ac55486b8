package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import org.jspecify.annotations.Nullable;

/** The backend of a desktop: embedded in its process, or remote. Both are called with the same client. */
interface DesktopBackend extends AutoCloseable {

    /** Makes a client, which the caller closes. */
    BackendClient client();

    /** The invitation code of a new organization's first owner; null once it was used, and for a remote backend. */
    @Nullable
    String ownerInvitation();

    @Override
    void close();
}
