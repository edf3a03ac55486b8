package dev.agenthub.app.client;

import dev.agenthub.api.Connection;
import dev.agenthub.api.DeviceProgress;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.LoopbackReceiver;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Device authorization (RFC 8628): shows a code that a member types at the provider on any
 * device, and polls the backend at the provider's interval for the result. Thread-safe.
 */
public final class DeviceConsent implements Consent {
    private final AdminClient client;
    private final StartedDeviceAuthorization begun;
    private final URI page;
    private final URI link;
    private final CountDownLatch closed = new CountDownLatch(1);

    private DeviceConsent(AdminClient client, StartedDeviceAuthorization begun) {
        this.client = client;
        this.begun = begun;
        this.page = ProviderConsent.page(begun.verificationUri());
        String complete = begun.verificationUriComplete();
        this.link = complete == null ? page : ProviderConsent.page(complete);
    }

    /**
     * Begins the authorization. Where others have to approve it first, the call is repeated after the approval.
     *
     * @param shrink whether to give up granted scopes that no tool needs
     * @throws CodedException the backend's refusal, or AUTHORIZATION_FAILED where the provider's page is not an HTTP address
     */
    public static ChangeOutcome<Consent> begin(AdminClient client, UUID connector, boolean shrink) {
        return switch (client.beginByCode(connector, shrink)) {
            case ChangeOutcome.Done<StartedDeviceAuthorization>(StartedDeviceAuthorization begun) ->
                new ChangeOutcome.Done<>(new DeviceConsent(client, begun));
            case ChangeOutcome.Proposed<StartedDeviceAuthorization>(ProposedChange change) ->
                new ChangeOutcome.Proposed<>(change);
        };
    }

    /** The user code that the person types. */
    public String code() {
        return begun.userCode();
    }

    @Override
    public URI page() {
        return page;
    }

    @Override
    public URI link() {
        return link;
    }

    @Override
    public Instant expiresAt() {
        return begun.expiresAt();
    }

    @Override
    public Connection await(InstantSource clock) {
        int interval = begun.interval();
        while (true) {
            pause(interval);
            if (!clock.instant().isBefore(begun.expiresAt())) {
                throw new CodedException(LoopbackReceiver.TIMED_OUT,
                        "Nobody typed the code at the provider in time. Begin again.");
            }
            DeviceProgress progress = client.pollAuthorization(begun.authorization());
            Connection connection = progress.connection();
            if (connection != null) {
                return connection;
            }
            interval = Objects.requireNonNull(progress.interval());
        }
    }

    private void pause(int seconds) {
        try {
            if (!closed.await(Math.max(1, seconds), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw LoopbackReceiver.cancelled(null);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
