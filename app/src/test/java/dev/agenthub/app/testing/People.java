package dev.agenthub.app.testing;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.UnlockedKey;

/** Signs people in at a {@link TestBackend}. */
public final class People {
    private People() {}

    /** Enrols somebody with a new key and signs them in. */
    public static Session signIn(TestBackend backend, BackendClient client, String name) {
        UnlockedKey key = UnlockedKey.generate();
        backend.enrolled(name, key.publicKey());
        return client.signIn(TestBackend.ORG, key);
    }
}
