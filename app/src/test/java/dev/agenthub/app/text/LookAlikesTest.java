package dev.agenthub.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LookAlikesTest {
    @Test
    void findsAWordOfAMillionParts() {
        String word = "a.".repeat(1_000_000) + "\u0430";
        assertThat(LookAlikes.in(word)).singleElement()
                .satisfies(found -> assertThat(found.word()).isEqualTo(word));
    }

    @Test
    void namesTheCyrillicLetterInALatinWord() {
        assertThat(LookAlikes.in("pay https://\u0430pple.com/now")).singleElement().satisfies(found -> {
            assertThat(found.word()).isEqualTo("\u0430pple.com");
            assertThat(found.characters()).containsExactly("CYRILLIC SMALL LETTER A (U+0430)");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0440\u0430\u0443\u0440\u0430\u04CF", "\u039F\u039A", "p\u03B1ypal", "ａpple",
            "\uD835\uDC1A\uD835\uDC1B"})
    void warnsOfWordsThatOnlyLookLatin(String word) {
        assertThat(LookAlikes.in(word)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFF14\uFF18\uFF10.00", "4\u06680", "\u0967\u0966\u0966 EUR", "\uD835\uDFD9",
            "example\uFF0Ecom",
            "me\uFF20example.com", "\u0E51"})
    void warnsOfOtherDigitsAndFullWidthForms(String text) {
        assertThat(LookAlikes.in(text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"apple.com", "Привет мир", "Ελλάδα", "東京タワー、（三）！", "Zürich São_Paulo", "480.00 EUR"})
    void doesNotWarnOfOrdinaryWords(String text) {
        assertThat(LookAlikes.in(text)).isEmpty();
    }
}
