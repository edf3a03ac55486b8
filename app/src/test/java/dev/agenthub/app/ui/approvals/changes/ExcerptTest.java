package dev.agenthub.app.ui.approvals.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.ui.approvals.changes.Excerpt.Kind;
import dev.agenthub.app.ui.approvals.changes.Excerpt.Part;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Long texts are cut where they say least. */
final class ExcerptTest {
    private static String drawn(List<Part> parts) {
        return parts.stream().map(part -> switch (part.kind()) {
            case SAME -> part.text();
            case DIFFERENT -> "<" + part.text() + ">";
            case LEFT_OUT -> "(" + part.left() + ")";
        }).collect(Collectors.joining());
    }

    @Test
    void showsWhereShortTextsDiffer() {
        assertThat(drawn(Excerpt.of("\"480.00\"", "\"80.00\""))).isEqualTo("\"<4>80.00\"");
        assertThat(drawn(Excerpt.of("\"80.00\"", "\"480.00\""))).isEqualTo("\"80.00\"");
        assertThat(drawn(Excerpt.of("same", "same"))).isEqualTo("same");
    }

    @Test
    void keepsTheDifferenceAndBothEndsOfALongTextInView() {
        String before = "b".repeat(5000) + "x" + "e".repeat(5000);
        String now = "b".repeat(5000) + "yz" + "e".repeat(5000);
        assertThat(drawn(Excerpt.of(now, before))).isEqualTo("b".repeat(40) + "(4920)" + "b".repeat(40) + "<yz>"
                + "e".repeat(40) + "(4920)" + "e".repeat(40));
    }

    @Test
    void boundsALongDifferenceToo() {
        assertThat(drawn(Excerpt.of("a" + "n".repeat(10_000) + "z", "az")))
                .isEqualTo("a<" + "n".repeat(80) + ">(9840)<" + "n".repeat(80) + ">z");
        assertThat(drawn(Excerpt.of("n".repeat(10_000), Kind.DIFFERENT))).hasSizeLessThan(120).contains("(9920)");
    }

    @Test
    void partsNoCharacterInTwo() {
        // Of each pair of surrogates one half is the same.
        assertThat(drawn(Excerpt.of("\uD83D\uDE00", "\uD83D\uDE01"))).isEqualTo("<\uD83D\uDE00>");
        assertThat(drawn(Excerpt.of("\uD83D\uDE00", "\uD83E\uDE00"))).isEqualTo("<\uD83D\uDE00>");
        for (int shift = 0; shift < 2; shift++) {
            String text = "x".repeat(shift) + "\uD83D\uDE00".repeat(500);
            assertThat(Excerpt.of(text, Kind.SAME)).allSatisfy(part -> assertThat(part.text().codePoints())
                    .allMatch(c -> c < 0xD800 || c > 0xDFFF));
            assertThat(Excerpt.of(text, Kind.SAME).stream()
                    .mapToInt(part -> part.text().codePointCount(0, part.text().length()) + part.left()).sum())
                    .isEqualTo(500 + shift);
        }
    }
}
