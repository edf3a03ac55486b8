package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.testing.ShownFonts;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.SplashController;
import dev.agenthub.app.ui.SplashController.Step;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Bounds;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import javafx.stage.PopupWindow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FontsTest {
    private Window window;

    @BeforeEach
    void open() throws TimeoutException {
        window = new Window();
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void areThoseOfTheSplashInEitherTheme() {
        View<SplashController> splash = window.onWindow(() -> Views.load(new SplashController(() -> {})));
        window.show(splash.root());
        for (Theme theme : Theme.values()) {
            assertThat(window.<Integer>onWindow(() -> {
                theme.use();
                splash.controller().waitFor(Step.DATABASE);
                return ShownFonts.check();
            })).isGreaterThanOrEqualTo(3);
        }
        assertThat(window.<Integer>onWindow(() -> {
            splash.controller().failed(new Failure("FONT_UNUSABLE", "AgentHub can’t load its own font."));
            return ShownFonts.check();
        })).isGreaterThanOrEqualTo(3);
    }

    @Test
    void areThoseOfTooltipsMenusAndLists() {
        Label word = new Label("word");
        ComboBox<String> list = window.onWindow(() -> new ComboBox<>());
        list.getItems().setAll("one", "two");
        TextArea bytes = window.onWindow(() -> ExactBytes.of(new byte[]{'{', '}'}));
        window.show(new VBox(word, list, bytes));
        int before = window.onWindow(ShownFonts::check);

        shows(before, word, new Tooltip("exact time"));
        shows(before, word, new ContextMenu(new MenuItem("Copy")));
        int with = window.onWindow(() -> {
            list.show();
            return ShownFonts.check();
        });
        assertThat(with).as("the list’s own window was looked at").isGreaterThan(before);
    }

    private void shows(int before, Label word, PopupWindow popup) {
        int with = window.onWindow(() -> {
            Bounds at = word.localToScreen(word.getLayoutBounds());
            popup.show(word, at.getMinX(), at.getMaxY());
            try {
                return ShownFonts.check();
            } finally {
                popup.hide();
            }
        });
        assertThat(with).as("its own window was looked at").isGreaterThan(before);
    }

    @Test
    void haveBoldOfTheirOwn() {
        assertThat(window.onWindow(() -> List.of(Font.font(Fonts.SANS, FontWeight.BOLD, 13).getName(),
                Font.font(Fonts.MONO, FontWeight.BOLD, 13).getName())))
                .containsExactly("Inter Bold", "JetBrains Mono Bold");
    }

    /** A combining mark has JavaFX shape its neighbours too, and the fonts would draw arrows and crossed-out signs then. */
    @Test
    void drawEveryCharacterAsItself() {
        for (String family : List.of(Fonts.SANS, Fonts.MONO)) {
            String plain = "-> != => === 0xFF";
            assertThat(picture(family, plain + " e\u0301")).as(family).isEqualTo(picture(family, plain + " e"));
        }
    }

    /** The pixels of the text but for its last letter. */
    private List<Integer> picture(String family, String words) {
        return window.onWindow(() -> {
            Text text = new Text(words);
            text.setFont(Font.font(family, 20));
            Text before = new Text(words.substring(0, words.lastIndexOf(' ')));
            before.setFont(text.getFont());
            int width = (int) before.getLayoutBounds().getWidth();
            WritableImage drawn = text.snapshot(null, null);
            List<Integer> pixels = new ArrayList<>();
            for (int y = 0; y < drawn.getHeight(); y++) {
                for (int x = 0; x < width; x++) {
                    pixels.add(drawn.getPixelReader().getArgb(x, y));
                }
            }
            return pixels;
        });
    }

    @Test
    void areMissedAloudRatherThanReplaced() {
        assertThat(refusal(null).sentence()).contains("inter/Inter-Regular.otf");
        assertThat(refusal(new ByteArrayInputStream(new byte[64])).code()).isEqualTo(Fonts.UNUSABLE);
        InputStream other = Fonts.class
                .getResourceAsStream("/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Regular.ttf");
        assertThat(refusal(other).code()).isEqualTo(Fonts.UNUSABLE);
    }

    private CodedException refusal(@Nullable InputStream file) {
        return window.onWindow(() -> catchThrowableOfType(CodedException.class,
                () -> Fonts.load(Fonts.SANS, "inter/Inter-Regular.otf", file)));
    }
}
