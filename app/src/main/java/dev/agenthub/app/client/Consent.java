package dev.agenthub.app.client;

import dev.agenthub.api.Connection;
import java.io.Closeable;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;

/** A wait for a person who consents at a provider. Closing it ends the wait. Safe for many threads. */
public sealed interface Consent extends Closeable permits ProviderConsent, DeviceConsent {

    /** The page at the provider on which the person consents. */
    URI page();

    /** The same as a browser of this machine opens it. */
    URI link();

    /** Until when the provider's answer is taken. */
    Instant expiresAt();

    /**
     * Waits for the person.
     *
     * @throws dev.agenthub.app.platform.CodedException the backend's refusal with the
     *        provider's code, or that it took too long, or was closed
     */
    Connection await(InstantSource clock);

    @Override
    void close();
}
