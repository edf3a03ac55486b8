package dev.agenthub.app.client;

import dev.agenthub.app.platform.Cancellation;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.UnlockedKey;

/** Unlocks a key of this device and opens a session with it. */
public final class SignIn {
    private SignIn() {}

    /** Signs in; the first time, the key's card learns whose it is. A key that opens no session is wiped again. */
    public static Session with(KeyFiles keys, KeyCard card, char[] passphrase, BackendClient backend) {
        return with(keys, card, passphrase, backend, new Cancellation());
    }

    /**
     * The same, until it is cancelled.
     *
     * @throws CodedException {@link Cancellation#CANCELLED}: no session is left then, and no key is open
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

    /** Opens the key from its file, so that nobody renews a session who only found it open. */
    static Session.Renewal renewal(KeyFiles keys, KeyCard card, BackendClient backend) {
        return (client, passphrase) -> {
            try (UnlockedKey key = keys.unlock(card, passphrase, new Cancellation())) {
                client.continueAs(backend.signIn(card.org(), key).client());
            }
        };
    }
}
