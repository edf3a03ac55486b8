package dev.agenthub.app.client;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.Me;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.Signer;
import dev.agenthub.evidence.statement.DelegationStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signed-in member: the client with their session, their identity and roles, and their signer. */
public record Session(MemberClient client, Me me, Signer signer, @Nullable Renewal renewal) {

    /** Signs the member in again, as proof that they are present. Thread-safe. */
    @FunctionalInterface
    public interface Renewal {
        /**
         * Unlocks the key and signs in with it; {@code client} continues with the new session, for all its users.
         *
         * @throws CodedException the passphrase does not open the key; the backend refuses
         */
        void with(MemberClient client, char[] passphrase);
    }

    /** This session with a way to renew it. */
    Session renewedBy(Renewal renewing) {
        return new Session(client, me, signer, renewing);
    }

    /** Whether {@link #renew} is possible: the key is in a file on this device, not only in memory. */
    public boolean isRenewable() {
        return renewal != null;
    }

    /**
     * Signs in again, for operations that need a recent sign-in. The caller wipes the passphrase.
     *
     * @throws CodedException the passphrase does not open the key; the backend refuses
     */
    public void renew(char[] passphrase) {
        if (renewal == null) {
            throw new IllegalStateException("There is no key on this device");
        }
        renewal.with(client, passphrase);
    }

    /**
     * Signs and records a delegation to another member.
     *
     * @param endsAt exclusive
     * @throws CodedException the backend's code, or {@link ClockDifference#CODE} where nothing was signed
     */
    public Delegation delegate(UUID delegate, Instant startsAt, Instant endsAt, String reason, InstantSource clock) {
        ClockDifference.requireNone(client, clock);
        DelegationStatement statement = new DelegationStatement(delegate, UUID.randomUUID(), micros(endsAt),
                signer.keyId(), me.member(), me.org(), reason, micros(clock.instant()), micros(startsAt));
        byte[] bytes = statement.canonicalBytes();
        return client.delegate(bytes, signer.sign(DelegationStatement.preAuthenticationEncoding(bytes)));
    }

    private static Instant micros(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS);
    }
}
