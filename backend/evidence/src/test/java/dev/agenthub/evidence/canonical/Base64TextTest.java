package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agenthub.evidence.Trials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base64TextTest {

    /** RFC 4648, section 10. */
    @ParameterizedTest
    @CsvSource({"'',''", "f,Zg==", "fo,Zm8=", "foo,Zm9v", "foob,Zm9vYg==", "fooba,Zm9vYmE=", "foobar,Zm9vYmFy"})
    void readsWhatTheRfcSpells(String bytes, String text) {
        assertThat(Base64Text.decode(text)).isEqualTo(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    /** Unpadded, padded too much, bits beyond the bytes, white space, the alphabet for addresses, and no base64 at all. */
    @ParameterizedTest
    @ValueSource(strings = {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9v====", "-_8=", "Z",
            "=", "Zg==Zg==",
            "Zm9v\u00a0", "Zm9\u0661"})
    void readsNoOtherSpelling(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Base64Text.decode(text));
    }

    @Test
    void readsEveryBytesInTheirOneSpellingAlone() {
        Trials.of(200, random -> {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            String text = Base64.getEncoder().encodeToString(bytes);
            assertThat(Base64Text.decode(text)).isEqualTo(bytes);
            if (text.endsWith("=")) {
                int last = text.indexOf('=') - 1;
                String slack = text.substring(0, last) + (char) (text.charAt(last) + 1) + text.substring(last + 1);
                assertThatIllegalArgumentException().isThrownBy(() -> Base64Text.decode(slack));
            }
        });
    }
}
