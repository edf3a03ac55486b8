package dev.agenthub.app.platform;

import java.nio.file.Path;

/** Keys whose passphrase is guessed in no time, for tests that are about something else. */
public final class QuickKeys {
    private QuickKeys() {}

    public static KeyEncryption encryption() {
        return KeyEncryption.weakForTests();
    }

    /** What must never leave a key. */
    public static byte[] seed(UnlockedKey key) {
        return key.seed();
    }

    /** As {@link KeyFiles#in(Path)}. */
    public static KeyFiles in(Path dataFolder) {
        return KeyFiles.in(dataFolder, encryption());
    }
}
