package dev.agenthub.app.platform;

import java.nio.file.Path;

/** Keys encrypted with low cost, for fast tests. */
public final class QuickKeys {
    private QuickKeys() {}

    public static KeyEncryption encryption() {
        return KeyEncryption.weakForTests();
    }

    /** The key's secret seed. */
    public static byte[] seed(UnlockedKey key) {
        return key.seed();
    }

    /** As {@link KeyFiles#in(Path)}. */
    public static KeyFiles in(Path dataFolder) {
        return KeyFiles.in(dataFolder, encryption());
    }
}
