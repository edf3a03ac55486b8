package dev.agenthub.evidence.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeysTest {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 8032, section 7.1. */
    @ParameterizedTest
    @CsvSource({
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"})
    void signsAsInRfc8032(String seed, String publicKey, String message, String signature) {
        byte[] signed = Ed25519Keys.sign(HEX.parseHex(seed), HEX.parseHex(message));
        assertThat(HEX.formatHex(Ed25519Keys.publicKey(HEX.parseHex(seed)))).isEqualTo(publicKey);
        assertThat(HEX.formatHex(signed)).isEqualTo(signature);
        Ed25519Keys.verify(HEX.parseHex(publicKey), HEX.parseHex(message), signed);
        signed[0] ^= 1;
        assertThatThrownBy(() -> Ed25519Keys.verify(HEX.parseHex(publicKey), HEX.parseHex(message), signed))
                .hasFieldOrPropertyWithValue("code", Codes.SIGNATURE_INVALID);
    }

    @Test
    void refusesPublicKeysUnderWhichAnythingVerifies() {
        byte[] identity = new byte[32];
        identity[0] = 1;
        for (byte[] weak : new byte[][]{identity, new byte[32], HEX.parseHex("ff".repeat(32)), new byte[31]}) {
            assertThatThrownBy(() -> Ed25519Keys.requirePublicKey(weak))
                    .hasFieldOrPropertyWithValue("code", Codes.KEY_MALFORMED);
            assertThat(Ed25519Keys.isValid(weak, new byte[0], new byte[64])).isFalse();
        }
    }

    /** The eight points of small order, in every encoding that RFC 8032 or a lax reader knows. */
    @ParameterizedTest
    @ValueSource(strings = {"0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"})
    void refusesPublicKeysOfSmallOrder(String key) {
        assertThatThrownBy(() -> Ed25519Keys.requirePublicKey(HEX.parseHex(key)))
                .hasFieldOrPropertyWithValue("code", Codes.KEY_MALFORMED);
    }

    @Test
    void refusesASignatureInAnotherSpelling() {
        byte[] seed = HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        byte[] publicKey = Ed25519Keys.publicKey(seed);
        byte[] signature = Ed25519Keys.sign(seed, new byte[0]);
        // The same S modulo the order of the group, which a lax reader takes.
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] larger = signature.clone();
        BigInteger s = littleEndian(Arrays.copyOfRange(signature, 32, 64)).add(order);
        for (int i = 0; i < 32; i++) {
            larger[32 + i] = s.shiftRight(8 * i).byteValue();
        }
        assertThat(Ed25519Keys.isValid(publicKey, new byte[0], signature)).isTrue();
        assertThat(Ed25519Keys.isValid(publicKey, new byte[0], larger)).isFalse();
        byte[] zero = signature.clone();
        Arrays.fill(zero, 32, 64, (byte) 0);
        assertThat(Ed25519Keys.isValid(publicKey, new byte[0], zero)).isFalse();
        assertThat(Ed25519Keys.isValid(publicKey, new byte[0], Arrays.copyOf(signature, 63))).isFalse();
        assertThat(Ed25519Keys.isValid(publicKey, new byte[0], Arrays.copyOf(signature, 65))).isFalse();
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    @Test
    void takesNoSeedOrKeyOfAnotherLength() {
        for (byte[] wrong : List.of(new byte[31], new byte[33])) {
            for (ThrowingCallable use : List.<ThrowingCallable>of(() -> Ed25519Keys.publicKey(wrong),
                    () -> Ed25519Keys.sign(wrong, new byte[0]))) {
                assertThatThrownBy(use).hasFieldOrPropertyWithValue("code", Codes.KEY_MALFORMED);
            }
        }
    }

    @Test
    void namesAKeyByTheFirstBytesOfItsHash() {
        byte[] publicKey = HEX.parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(PublicKey.id(publicKey)).hasSize(16).isEqualTo("21fe31dfa154a261");
    }
}
