package dev.agenthub.app.client;

import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.LoopbackReceiver;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes a connection with the authorization code grant: the member's browser opens {@link #page()}, and this
 * receives the provider's redirect on loopback (RFC 8252, section 7.3). Closing it ends the wait. Thread-safe.
 */
public final class ProviderConsent implements Consent {
    private final AdminClient client;
    private final LoopbackReceiver receiver;
    private final StartedAuthorization begun;
    private final URI page;

    private ProviderConsent(AdminClient client, LoopbackReceiver receiver, StartedAuthorization begun, URI page) {
        this.client = client;
        this.receiver = receiver;
        this.begun = begun;
        this.page = page;
    }

    /** Begins an authorization of the scopes needed, in addition to those granted before. */
    public static ChangeOutcome<Consent> begin(AdminClient client, UUID connector, String sentence) {
        return begin(client, sentence, redirect -> client.beginAuthorization(connector, redirect));
    }

    /** Begins an authorization of only the scopes needed; others granted before end. */
    public static ChangeOutcome<Consent> shrink(AdminClient client, UUID connector, String sentence) {
        return begin(client, sentence, redirect -> client.beginShrinking(connector, redirect));
    }

    /**
     * Begins the authorization. Where others have to approve it first, the call is repeated after the approval.
     *
     * @param sentence the sentence that the browser shows at the end
     * @throws CodedException the backend's refusal, LOOPBACK_UNAVAILABLE, or
     *        AUTHORIZATION_FAILED where the provider's page is not an HTTP address
     */
    private static ChangeOutcome<Consent> begin(AdminClient client, String sentence,
            Function<String, ChangeOutcome<StartedAuthorization>> beginning) {
        LoopbackReceiver receiver = LoopbackReceiver.open(sentence);
        try {
            return switch (beginning.apply(receiver.address().toString())) {
                case ChangeOutcome.Done<StartedAuthorization>(StartedAuthorization begun) -> {
                    receiver.expect(begun.state());
                    yield new ChangeOutcome.Done<>(
                            new ProviderConsent(client, receiver, begun, page(begun.authorizationUrl())));
                }
                case ChangeOutcome.Proposed<StartedAuthorization>(ProposedChange change) -> {
                    receiver.close();
                    yield new ChangeOutcome.Proposed<>(change);
                }
            };
        } catch (RuntimeException e) {
            receiver.close();
            throw e;
        }
    }

    static URI page(String address) {
        try {
            URI page = new URI(address);
            if (page.getHost() != null && ("https".equals(page.getScheme()) || "http".equals(page.getScheme()))) {
                return page;
            }
        } catch (URISyntaxException e) {
            throw unusable(e);
        }
        throw unusable(null);
    }

    private static CodedException unusable(@Nullable Exception cause) {
        return new CodedException("AUTHORIZATION_FAILED", "The provider’s page is not a web page.", cause);
    }

    @Override
    public URI page() {
        return page;
    }

    @Override
    public URI link() {
        return page;
    }

    @Override
    public Instant expiresAt() {
        return begun.expiresAt();
    }

    /** The scopes that the person is asked for. */
    public List<String> scopes() {
        return begun.scopes();
    }

    /**
     * Waits for the redirect and passes its parameters to the backend.
     *
     * @throws CodedException the backend's refusal with the provider's code,
     *        {@link LoopbackReceiver#TIMED_OUT} or {@link LoopbackReceiver#CANCELLED}
     */
    @Override
    public Connection await(InstantSource clock) {
        Map<String, String> brought = receiver.await(begun.expiresAt(), clock);
        AuthorizationAnswer answer;
        try {
            answer = new AuthorizationAnswer(brought.getOrDefault("state", ""), brought.get("code"),
                    brought.get("iss"), brought.get("error"));
        } catch (IllegalArgumentException e) {
            // Without the cause's message: it may contain the authorization code.
            throw new CodedException("AUTHORIZATION_FAILED", "The provider’s answer is not one that OAuth knows.");
        }
        return client.finishAuthorization(answer);
    }

    @Override
    public void close() {
        receiver.close();
    }
}
