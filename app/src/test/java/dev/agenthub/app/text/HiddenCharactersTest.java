package dev.agenthub.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HiddenCharactersTest {
    @ParameterizedTest
    @ValueSource(ints = {0x202A, 0x202E, 0x2066, 0x2069, 0x200E, 0x061C, 0x200B, 0x200C, 0x200D, 0xFEFF, 0x2060, 0x00AD,
            0x2028, 0x2029, 0xE0041, 0xE007F, 0xE0001, 0xE0100, 0xE01EF, 0xFE0F, 0xFE00, 0x180B, 0x3164, 0x115F, 0x1160,
            0xFFA0, 0x034F, 0x2800, 0x00A0, 0x2003, 0x3000, 0x0085, 0x007F, 0xE000, 0xFFFC, 0x17B4, 0x1D173, 0x0378})
    void marksEveryCharacterThatHides(int codePoint) {
        String text = "a" + Character.toString(codePoint) + "b";
        assertThat(HiddenCharacters.marked(text)).isEqualTo(String.format(Locale.ROOT, "a‹U+%04X›b", codePoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Refund 480.00 EUR", "Grüße, žluťoučký kůň", "日本語", "שלום", "عربي", "🕯", "€ ½ “”"})
    void leavesWhatCanBeSeenAsItIs(String text) {
        assertThat(HiddenCharacters.marked(text)).isEqualTo(text);
    }

    @Test
    void drawsAccentsThatArePartOfALetterAsThatLetter() {
        assertThat(HiddenCharacters.marked("Re\u0301sume\u0301")).isEqualTo("R\u00E9sum\u00E9");
        assertThat(HiddenCharacters.markedExactly("e\u0301\u00E9")).isEqualTo("e‹U+0301›\u00E9");
    }

    @Test
    void marksAccentsThatAreNot() {
        assertThat(HiddenCharacters.marked("x\u0323 \u0301")).isEqualTo("x‹U+0323› ‹U+0301›");
        assertThat(HiddenCharacters.marked("\u0301\u0301\u200B\u0301\u0302"))
                .isEqualTo("‹U+0301›‹U+0301›‹U+200B›‹2 × U+0301…›");
        assertThat(HiddenCharacters.marked("e" + "\u0301".repeat(1000))).isEqualTo("\u00E9‹999 × U+0301›");
        assertThat(HiddenCharacters.marked("e\u0301\u0489\u0302")).isEqualTo("\u00E9‹2 × U+0489…›");
    }

    @Test
    void leavesThoseThatAScriptWritesWithItsLetters() {
        String pointed = "\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD";
        assertThat(HiddenCharacters.marked(pointed)).isEqualTo(pointed);
        assertThat(HiddenCharacters.marked("\u05E9" + "\u05B8".repeat(9))).isEqualTo(
                "\u05E9" + "\u05B8".repeat(4) + "‹5 × U+05B8›");
    }

    @Test
    void marksLineFeedsOnlyInTextOfOneLine() {
        assertThat(HiddenCharacters.marked("a\nb")).isEqualTo("a‹U+000A›b");
        assertThat(HiddenCharacters.markedLines("a\nb\rc")).isEqualTo("a\nb‹U+000D›c");
    }
}
