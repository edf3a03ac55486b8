package dev.agenthub.app.ui.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassphraseStrengthTest {
    @ParameterizedTest
    @CsvSource({"'',EMPTY", "abc,TOO_SHORT", "password1,WEAK", "aaaaaaaaaaaaaaaa,WEAK", "12345678,WEAK",
            "orbit velvet candle,FAIR", "orbit velvet candle maple tiger,STRONG", "k9#Lw2$vQ8!tX4%z,STRONG"})
    void givesARoughWord(String passphrase, PassphraseStrength expected) {
        assertThat(PassphraseStrength.of(passphrase)).isEqualTo(expected);
    }
}
