package dev.agenthub.app.text;

import cash.z.ecc.android.bip39.WordList;
import dev.agenthub.evidence.hash.Hash;
import java.util.List;

/**
 * Says a hash in twelve words, for two people to compare by telephone: its first 132 bits, 11 a word, in the
 * English list of BIP 39, of which no two words begin with the same four letters. ADR 33 says what that resists.
 */
public final class HashPhrase {
    private static final int WORDS = 12;
    private static final int WORDS_A_GROUP = 4;
    private static final int BITS = 11;
    private static final String BETWEEN_GROUPS = " · ";
    private static final List<String> LIST = List.copyOf(new WordList("en").getWords());

    private HashPhrase() {}

    /** Three groups of four words, such as {@code risk scheme quiz bulk · brother …}. */
    public static String of(Hash hash) {
        byte[] bytes = hash.bytes();
        StringBuilder phrase = new StringBuilder();
        for (int word = 0; word < WORDS; word++) {
            if (word > 0) {
                phrase.append(word % WORDS_A_GROUP == 0 ? BETWEEN_GROUPS : " ");
            }
            phrase.append(LIST.get(bits(bytes, word * BITS)));
        }
        return phrase.toString();
    }

    /** As many bits as a word says, the most significant first. */
    private static int bits(byte[] bytes, int from) {
        int value = 0;
        for (int bit = from; bit < from + BITS; bit++) {
            value = (value << 1) | ((bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE)) & 1);
        }
        return value;
    }
}
