package dev.agenthub.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import cash.z.ecc.android.bip39.WordList;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected phrases were computed independently from the published word list. */
final class HashPhraseTest {
    @ParameterizedTest
    @CsvSource({
            "0000000000000000000000000000000000000000000000000000000000000000, abandon abandon abandon abandon · abandon abandon abandon abandon · abandon abandon abandon abandon",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, zoo zoo zoo zoo · zoo zoo zoo zoo · zoo zoo zoo zoo",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, together mail awful cradle · scrub apart hip leader · silk slice unusual embark",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, risk scheme quiz bulk · brother vivid agree chimney · tattoo uniform mass electric"})
    void saysTheFirstBitsOfAHash(String hex, String phrase) {
        assertThat(HashPhrase.of(Hash.ofHex(hex))).isEqualTo(phrase);
    }

    @Test
    void changesWithEachOfThe132BitsAndWithNoOther() {
        byte[] bytes = Hash.sha256(new byte[0]).bytes();
        String phrase = HashPhrase.of(Hash.of(bytes));
        for (int bit = 0; bit < 8 * Hash.LENGTH; bit++) {
            byte[] other = Arrays.copyOf(bytes, bytes.length);
            other[bit / 8] ^= (byte) (0x80 >> bit % 8);
            assertThat(HashPhrase.of(Hash.of(other)).equals(phrase)).as("bit %d", bit).isEqualTo(bit >= 132);
        }
    }

    @Test
    void usesThePublishedList() {
        List<String> words = new WordList("en").getWords();
        assertThat(Hash.sha256((String.join("\n", words) + "\n").getBytes(StandardCharsets.US_ASCII)).hex())
                .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
        assertThat(words.stream().map(word -> word.substring(0, Math.min(4, word.length())))
                .collect(Collectors.toSet())).hasSize(2048);
    }
}
