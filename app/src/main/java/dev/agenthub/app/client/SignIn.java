package dev.agenthub.app.client;

import dev.agenthub.app.platform.Cancellation;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.UnlockedKey;

/** Unlocks a key of this device and opens a session with it. */
public final class SignIn {
    private SignIn() {}

    /**
     * Signs in. The first time, the member and organization are written to the key's card.
     * Where sign-in fails, the key is wiped from memory.
     */
    public static Session with(KeyFiles keys, KeyCard card, char[] passphrase, BackendClient backend) {
        return with(keys, card, passphrase, backend, new Cancellation());
    }

    /**
     * As above, and can be cancelled.
     *
     * @throws CodedException {@link Cancellation#CANCELLED}; then no session and no unlocked key is left
     */
    public static Session with(KeyFiles keys, KeyCard card, char[] passphrase, BackendClient backend,
            Cancellation cancellation) {
        UnlockedKey key = keys.unlock(card, passphrase, cancellation);
        try {
            Session session = backend.signIn(card.org(), key);
            if (cancellation.isCancelled()) {
                session.client().signOut();
            }
            cancellation.require();
            if (card.member() == null) {
                keys.confirm(card, session.me().member(), session.me().organization());
            }
            return session.renewedBy(renewal(keys, card, backend));
        } catch (CodedException e) {
            key.close();
            throw e;
        }
    }

    /** Renews a session with the key from its file, so that an unattended unlocked window is not enough to renew it. */
    static Session.Renewal renewal(KeyFiles keys, KeyCard card, BackendClient backend) {
        return (client, passphrase) -> {
            try (UnlockedKey key = keys.unlock(card, passphrase, new Cancellation())) {
                client.continueAs(backend.signIn(card.org(), key).client());
            }
        };
    }
}
