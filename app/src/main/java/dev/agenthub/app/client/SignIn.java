package dev.agenthub.app.client;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.MemberKey;

/** Unlocks a key of this device and opens a session with it. */
public final class SignIn {
    private SignIn() {}

    /** Signs in; the first time, the key's card learns whose it is. A key that opens no session is wiped again. */
    public static Session with(KeyFiles keys, KeyCard card, char[] passphrase, BackendClient backend) {
        MemberKey key = keys.unlock(card, passphrase);
        try {
            Session session = backend.signIn(card.org(), key);
            if (card.member() == null) {
                keys.confirm(card, session.me().member(), session.me().organization());
            }
            return session;
        } catch (CodedException e) {
            key.close();
            throw e;
        }
    }
}
