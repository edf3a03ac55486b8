package dev.agenthub.app.text;

import cash.z.ecc.android.bip39.WordList;
import dev.agenthub.evidence.hash.Hash;
import java.util.List;

/**
 * Encodes a hash as twelve words that two people compare by telephone: its first 132 bits, 11 bits a word, in the English
 * word list of BIP 39, whose words differ in their first four letters. ADR 33 describes the attacks that this resists.
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

    /** The 11 bits of one word, most significant first. */
    private static int bits(byte[] bytes, int from) {
        int value = 0;
        for (int bit = from; bit < from + BITS; bit++) {
            value = (value << 1) | ((bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE)) & 1);
        }
        return value;
    }
}
