package dev.agenthub.evidence.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.HardwareKey;
import dev.agenthub.evidence.Trials;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in hardware sign with ECDSA on P-256 and SHA-256. */
class Es256Test {

    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger ORDER = new BigInteger(
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /** RFC 6979, A.2.5. */
    private static final String PUBLISHED = "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";

    /** RFC 6979, A.2.5, and one that openssl signed: {@code openssl dgst -sha256 -sign}, its two numbers put one after the other. */
    @ParameterizedTest
    @CsvSource({
            PUBLISHED
                    + ",sample,efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
            PUBLISHED
                    + ",test,f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
            "04f141a355839ffd2ac6e222ce0a61f0c7675745734317712f6cf46acbb2c9dc9f8ccbef3af2ea56e69fcb59a098673e58f57f4d18f9f54d4e99d3f61eeabe5376,DSSEv1 4 text 2 {},5516a4a127b64d5f9f103873b39541d45edc36ec601cd8c2b662368bab3e7caabee047ba1dcd69c65bf99fb3931fbff02ea7e6813969d3f4edebb767aff0888f"})
    void verifiesWhatOthersSigned(String publicKey, String message, String signature) {
        PublicKey key = key(HEX.parseHex(publicKey));
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        assertThat(key.isValid(bytes, HEX.parseHex(signature))).isTrue();
        assertThat(key.isValid(Arrays.copyOf(bytes, bytes.length + 1), HEX.parseHex(signature))).isFalse();
        assertThat(key(new HardwareKey(new byte[]{1}).publicKey()).isValid(bytes, HEX.parseHex(signature))).isFalse();
    }

    /** RFC 7515, appendix A.3. */
    @Test
    void verifiesTheSignedTokenOfRfc7515() {
        Base64.Decoder base64 = Base64.getUrlDecoder();
        byte[] point = HEX.parseHex("04" + HEX.formatHex(base64.decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"))
                + HEX.formatHex(base64.decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")));
        String signed = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        byte[] signature = base64
                .decode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
        assertThat(key(point).isValid(signed.getBytes(StandardCharsets.US_ASCII), signature)).isTrue();
        assertThat(key(point).isValid(signed.getBytes(StandardCharsets.US_ASCII), new byte[64])).isFalse();
    }

    @Test
    void verifiesNothingThatDiffersByABit() {
        Trials.of(20, random -> {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            HardwareKey pair = new HardwareKey(seed);
            byte[] signature = pair.sign(seed);
            assertThat(key(pair.publicKey()).isValid(seed, signature)).isTrue();
            signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(key(pair.publicKey()).isValid(seed, signature)).isFalse();
        });
    }

    /** Each of the two numbers is from 1 to the order of the group less 1; its negative signs as well, as ECDSA has it. */
    @Test
    void takesNumbersInTheirRangeAlone() {
        HardwareKey pair = new HardwareKey(new byte[]{7});
        PublicKey key = key(pair.publicKey());
        byte[] message = {1};
        byte[] signature = pair.sign(message);
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        assertThat(key.isValid(message, signature(r, s))).isTrue();
        assertThat(key.isValid(message, signature(r, ORDER.subtract(s)))).isTrue();
        BigInteger largest = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
        for (BigInteger outside : new BigInteger[]{BigInteger.ZERO, ORDER, ORDER.add(BigInteger.ONE), largest}) {
            assertThat(key.isValid(message, signature(outside, s))).isFalse();
            assertThat(key.isValid(message, signature(r, outside))).isFalse();
            assertThat(key.isValid(message, signature(outside, outside))).isFalse();
        }
        assertThat(key.isValid(message, Arrays.copyOf(signature, 63))).isFalse();
        assertThat(key.isValid(message, Arrays.copyOf(signature, 65))).isFalse();
    }

    /** Another length, compressed, hybrid, infinity, off the curve, and a coordinate beyond the field. */
    @ParameterizedTest
    @ValueSource(strings = {"04", "00", "0260fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
            "0760fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
            "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462298",
            "0400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
            "04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4",
            PUBLISHED + "00"})
    void takesNoKeyThatIsNoUncompressedPoint(String hex) {
        assertThatThrownBy(() -> key(HEX.parseHex(hex))).hasFieldOrPropertyWithValue("code", Codes.KEY_MALFORMED);
    }

    private static PublicKey key(byte[] bytes) {
        return PublicKey.of(KeyAlgorithm.ES256, bytes);
    }

    private static byte[] signature(BigInteger r, BigInteger s) {
        byte[] signature = Arrays.copyOf(BigIntegers.asUnsignedByteArray(32, r), 64);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, signature, 32, 32);
        return signature;
    }
}
