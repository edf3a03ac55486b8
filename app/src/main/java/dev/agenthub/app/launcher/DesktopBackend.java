package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import org.jspecify.annotations.Nullable;

/** The backend that a desktop talks to: one inside it, or one elsewhere. Both are reached by the same client. */
interface DesktopBackend extends AutoCloseable {

    /** Makes the client; the caller closes it. */
    BackendClient client();

    /** The code of a new organization's first owner; null once it was used, and from a backend elsewhere. */
    @Nullable
    String ownerInvitation();

    @Override
    void close();
}
