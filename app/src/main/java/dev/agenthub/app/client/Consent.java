package dev.agenthub.app.client;

import dev.agenthub.api.Connection;
import java.io.Closeable;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;

/** Waits for a person's consent at an OAuth provider. Closing it ends the wait. Thread-safe. */
public sealed interface Consent extends Closeable permits ProviderConsent, DeviceConsent {

    /** The provider's page on which the person consents. */
    URI page();

    /** The address to open in a browser on this machine. */
    URI link();

    /** When the wait for the provider's answer ends. */
    Instant expiresAt();

    /**
     * Waits until the person has consented and returns the authorized connection.
     *
     * @throws dev.agenthub.app.platform.CodedException the backend's refusal with the provider's code, a time-out, or that this was closed
     */
    Connection await(InstantSource clock);

    @Override
    void close();
}
