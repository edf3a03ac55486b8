package dev.agenthub.app.ui.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.CharBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PassphraseStrengthTest {
    private static final String NAME = "Zebulon Quarrington";

    @ParameterizedTest
    @CsvSource({"'',EMPTY", "abc,TOO_SHORT", "aaaaaaaa,WEAK", "aaaaaaaaaaaaaaaa,WEAK", "password1,WEAK",
            "P@ssw0rd,WEAK", "12345678,WEAK", "qwertzuiop,WEAK", "agenthub2026,WEAK", "zebulon quarrington,WEAK",
            "ZebulonQuarrington1,WEAK", "Tr0ub4dour&3,WEAK", "horse battery,FAIR", "orbit velvet candle,STRONG",
            "k9#Lw2$vQ8!tX4%z,STRONG"})
    void isWhatGuessingWouldTake(String passphrase, PassphraseStrength expected) {
        assertThat(PassphraseStrength.of(passphrase, NAME)).isEqualTo(expected);
        assertThat(PassphraseStrength.refusal(passphrase, NAME).isEmpty())
                .isEqualTo(expected.compareTo(PassphraseStrength.WEAK) > 0);
    }

    @Test
    void isStrongWithTheNameOfSomebodyElse() {
        assertThat(PassphraseStrength.of("zebulon quarrington", "Ada")).isEqualTo(PassphraseStrength.STRONG);
        assertThat(PassphraseStrength.of("zebulon quarrington", " ")).isEqualTo(PassphraseStrength.STRONG);
    }

    @ParameterizedTest
    @CsvSource({"aaaaaaaa,'Sequences such as aaa, abc or 6543 are guessed at once.'",
            "password,It is one of the ten most common passwords.",
            "qwertzuiop,It is a very common password."})
    void saysWhy(String passphrase, String why) {
        assertThat(PassphraseStrength.refusal(passphrase, NAME)).startsWith("This passphrase is too easy to guess.")
                .endsWith(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", "4@8({[<6!|1$5+7%2", "qwerty 2011-12-13 "})
    void takesLittleTimeHoweverLongItIs(String part) {
        String passphrase = part.repeat(10_000).substring(0, 10_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> PassphraseStrength.of(passphrase, NAME));
    }

    @Test
    void leavesThePassphraseAsItIs() {
        char[] passphrase = "orbit velvet candle".toCharArray();
        PassphraseStrength.refusal(CharBuffer.wrap(passphrase), NAME);
        assertThat(passphrase).isEqualTo("orbit velvet candle".toCharArray());
    }
}
