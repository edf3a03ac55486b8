package dev.agenthub.app.client;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.Me;
import dev.agenthub.app.platform.Signer;
import dev.agenthub.evidence.statement.DelegationStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A signed-in member: who they are, what they may ask the backend, and what signs their decisions. */
public record Session(MemberClient client, Me me, Signer signer) {

    /**
     * Signs that another member decides for this one.
     *
     * @param endsAt exclusive
     * @throws BackendException with the backend's code
     */
    public Delegation delegate(UUID delegate, Instant startsAt, Instant endsAt, String reason, InstantSource clock) {
        DelegationStatement statement = new DelegationStatement(delegate, UUID.randomUUID(), micros(endsAt),
                signer.keyId(), me.member(), me.org(), reason, micros(clock.instant()), micros(startsAt));
        byte[] bytes = statement.canonicalBytes();
        return client.delegate(bytes, signer.sign(DelegationStatement.preAuthenticationEncoding(bytes)));
    }

    private static Instant micros(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS);
    }
}
