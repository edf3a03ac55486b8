package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** Text that needs shaping, wrapped at many widths. */
final class TextShapingTest {
    private static final double SIZE = 15;
    /** A few words are wider. */
    private static final int NARROWEST = 160;
    private static final int WIDEST = 1200;

    @BeforeAll
    static void start() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "שלום עולם ארוך מאוד שיש בו הרבה מילים ועוד מילים אחרות לגמרי 12 abc ועוד מילים",
            "שלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלוםשלום",
            "Ticket: مرحبا بالعالم هذا نص طويل جدا يجب أن ينكسر على عدة أسطر 123 كما يجب",
            "हिन्दी में एक लंबा वाक्य जो कई पंक्तियों में जाता है और फिर भी पढ़ा जा सकता है",
            "ภาษาไทยเป็นภาษาที่ไม่มีการเว้นวรรคระหว่างคำและยาวมากๆภาษาไทยเป็นภาษาที่ไม่มีการเว้นวรรค",
            "e\u0301 word word word word word word e\u0301 word word word word word word word e\u0301 end",
            "\u2068שלום עולם ארוך מאוד שיש בו הרבה מילים\u2069 e\u0301 word word word word \u202bword word\u202c word"})
    void breaksLinesWithinTheirWidth(String words) {
        WaitForAsyncUtils.waitFor(WaitForAsyncUtils.asyncFx(() -> {
            Fonts.load();
            Label label = new Label(words);
            label.setWrapText(true);
            label.setFont(Font.font(Fonts.SANS, SIZE));
            Text text = new Text(words);
            text.setFont(Font.font(Fonts.SANS, SIZE));
            new Scene(new Group(label, text)).getRoot().applyCss();
            double line = text.getLayoutBounds().getHeight();
            double whole = text.getLayoutBounds().getWidth();
            IntStream.range(NARROWEST, WIDEST).filter(width -> width % 13 == 0).forEach(width -> {
                text.setWrappingWidth(width);
                assertThat(text.getBoundsInLocal().getWidth()).as("width of a line of %d", width).isLessThan(width + 1);
                assertThat(text.getLayoutBounds().getHeight()).isGreaterThan(line * (whole / width - 1));
                assertThat(label.prefHeight(width)).isPositive();
            });
            return true;
        }));
    }

    /** The letters of one are wide, those of the other narrow. */
    @Test
    void tellsPartsOfTheSameLengthApart() {
        WaitForAsyncUtils.waitFor(WaitForAsyncUtils.asyncFx(() -> {
            Fonts.load();
            double wide = width("שששש");
            double narrow = width("וווו");
            assertThat(wide).isGreaterThan(1.5 * narrow);
            assertThat(width("ששששabוווו")).isCloseTo(wide + width("ab") + narrow, offset(2.0));
            return true;
        }));
    }

    private static double width(String words) {
        Text text = new Text(words);
        text.setFont(Font.font(Fonts.SANS, SIZE));
        return text.getLayoutBounds().getWidth();
    }
}
