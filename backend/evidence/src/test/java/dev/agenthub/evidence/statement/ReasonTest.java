package dev.agenthub.evidence.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}");

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n\r", "\u00a0", "\u2007", "\u202f", "\u3000", "\u0085", "\u200b", "\ufeff",
            "\u00ad\u2060 ",
            "\u3164", "\ufe0f", "\udb40\udc41", "\u115f\u1160", "\ud834\udd73", "\u180e", "\u2065"})
    void findsNothingInWhatNobodySees(String reason) {
        assertThat(Reason.isBlank(reason)).isTrue();
    }

    /** Controls that Java takes for white space are no white space of Unicode, and a mark alone is drawn. */
    @ParameterizedTest
    @ValueSource(strings = {"x", ".", " \u200bx", "\u001c", "\u0000", "\u200a.", "\u0301", "\u2800", "\ufffd",
            "\ud83d\ude00"})
    void findsSomethingInWhatIsDrawn(String reason) {
        assertThat(Reason.isBlank(reason)).isFalse();
    }

    /** The platform knows the one property, and the counts of the published list the other. */
    @Test
    void knowsTheWholeOfBothProperties() {
        long ignorable = IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(c -> c < 0xD800 || c > 0xDFFF)
                .filter(c -> {
                    String text = Character.toString(c);
                    boolean space = WHITE_SPACE.matcher(text).matches();
                    assertThat(!space || Reason.isBlank(text)).isTrue();
                    return Reason.isBlank(text) && !space;
                }).count();
        assertThat(ignorable).isEqualTo(4174);
    }
}
