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

/** A signed-in member: who they are, what they may ask the backend, and what signs their decisions. */
public record Session(MemberClient client, Me me, Signer signer, @Nullable Renewal renewal) {

    /** Proves once more that the member is there. Any thread may. */
    @FunctionalInterface
    public interface Renewal {
        /**
         * Signs in with the key that the passphrase opens; the session goes on with that sign-in, as everybody who uses its client does.
         *
         * @throws CodedException the passphrase does not open the key; the backend refuses
         */
        void with(MemberClient client, char[] passphrase);
    }

    /** The same, which can be renewed. */
    Session renewedBy(Renewal renewing) {
        return new Session(client, me, signer, renewing);
    }

    /** Whether {@link #renew} can do it: the key is on this device, and not only in memory. */
    public boolean isRenewable() {
        return renewal != null;
    }

    /**
     * Signs in again, as where the backend asks for a recent sign-in. The caller wipes the passphrase.
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
     * Signs that another member decides for this one.
     *
     * @param endsAt exclusive
     * @throws CodedException the backend's code; {@link ClockDifference#CODE}: nothing was signed
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
