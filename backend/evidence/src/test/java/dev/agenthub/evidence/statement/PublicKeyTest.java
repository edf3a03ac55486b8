package dev.agenthub.evidence.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.HardwareKey;
import dev.agenthub.evidence.Trials;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {

    private static final byte[] MESSAGE = {1, 2, 3};
    private static final byte[] OTHER_SEED = Arrays.copyOf(MESSAGE, 32);

    @Test
    void verifiesWhatTheSeedSignedAndNothingElse() {
        Trials.of(30, random -> {
            byte[] seed = new byte[Ed25519Keys.SEED_LENGTH];
            random.nextBytes(seed);
            byte[] publicKey = Ed25519Keys.publicKey(seed);
            byte[] signature = Ed25519Keys.sign(seed, MESSAGE);
            assertThat(PublicKey.of(KeyAlgorithm.ED25519, publicKey).isValid(MESSAGE, signature)).isTrue();
            signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(PublicKey.of(KeyAlgorithm.ED25519, publicKey).isValid(MESSAGE, signature)).isFalse();
            publicKey[random.nextInt(publicKey.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(PublicKey.of(KeyAlgorithm.ED25519, publicKey).isValid(MESSAGE, Ed25519Keys.sign(seed, MESSAGE)))
                    .isFalse();
        });
    }

    @Test
    void takesNoBytesOfAnotherLength() {
        for (int length : new int[]{0, 31, 33, 65}) {
            assertThatThrownBy(() -> PublicKey.of(KeyAlgorithm.ED25519, new byte[length]))
                    .hasFieldOrPropertyWithValue("code", Codes.KEY_MALFORMED);
        }
        byte[] publicKey = Ed25519Keys.publicKey(new byte[32]);
        assertThat(PublicKey.of(KeyAlgorithm.ED25519, publicKey).isValid(MESSAGE, new byte[63])).isFalse();
    }

    @Test
    void isEqualByAlgorithmAndBytes() {
        byte[] bytes = Ed25519Keys.publicKey(new byte[32]);
        PublicKey key = PublicKey.of(KeyAlgorithm.ED25519, bytes);
        assertThat(key).isEqualTo(PublicKey.of(KeyAlgorithm.ED25519, bytes.clone()))
                .hasSameHashCodeAs(PublicKey.of(KeyAlgorithm.ED25519, bytes.clone()))
                .isNotEqualTo(PublicKey.of(KeyAlgorithm.ED25519, Ed25519Keys.publicKey(OTHER_SEED)))
                .isNotEqualTo(PublicKey.of(KeyAlgorithm.ES256, new HardwareKey(OTHER_SEED).publicKey()))
                .hasToString("ed25519 " + key.id());
    }

    /** Points of small order, their encodings that are not canonical, and bytes that are no point. */
    @ParameterizedTest
    @ValueSource(strings = {"0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "0200000000000000000000000000000000000000000000000000000000000000"})
    void agreesAboutStrangeKeysWithTheCheckThatDecodesEachTime(String hex) {
        byte[] strange = HexFormat.of().parseHex(hex);
        byte[] identity = new byte[64];
        identity[0] = 1;
        for (byte[] signature : new byte[][]{identity, new byte[64], Ed25519Keys.sign(new byte[32], MESSAGE)}) {
            assertThat(PublicKey.of(KeyAlgorithm.ED25519, strange).isValid(MESSAGE, signature))
                    .isEqualTo(Ed25519Keys.isValid(strange, MESSAGE, signature));
        }
    }
}
