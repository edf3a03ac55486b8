package dev.agenthub.app.client;

import dev.agenthub.api.Enrolled;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.UnlockedKey;

/** Enrols a member: creates a key, stores it encrypted on this device, and redeems a one-time invitation with it. */
public final class Enrolment {
    private Enrolment() {}

    /** The key is on the disk before the backend knows it, so that a crash in between locks nobody out. */
    public static Session enrol(KeyFiles keys, BackendClient backend, String name, char[] passphrase,
            InvitationCode code) {
        code.requireServer(backend);
        UnlockedKey key = UnlockedKey.generate();
        try {
            KeyCard card = keys.store(name, code.org(), key, passphrase);
            Enrolled enrolled = redeem(keys, backend, card, key, code);
            Session session = backend.signIn(code.org(), key);
            keys.confirm(card, enrolled.member(), session.me().organization());
            return session.renewedBy(SignIn.renewal(keys, card, backend));
        } catch (CodedException e) {
            key.close();
            throw e;
        }
    }

    private static Enrolled redeem(KeyFiles keys, BackendClient backend, KeyCard card, UnlockedKey key,
            InvitationCode code) {
        try {
            return backend.enrol(code, card.name(), key.publicKey());
        } catch (BackendException e) {
            // Without an answer the enrolment may have happened, and then this is the member's only key.
            if (e.status() != 0) {
                keys.discard(card);
            }
            throw e;
        }
    }
}
