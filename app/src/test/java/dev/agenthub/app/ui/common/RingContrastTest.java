package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.Contrast;
import dev.agenthub.app.testing.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The focus ring has enough contrast to every background in all themes. */
final class RingContrastTest {
    private static final Path SHEETS = Path.of("src/main/resources/dev/agenthub/app/ui");
    /** What fills an area; lines and marks are drawn with the others. */
    private static final Pattern SURFACE = Pattern
            .compile("-fx-background-color: *(-color-(?:bg-\\w+|(?!border|fg)\\w+-(?:subtle|muted)))\\b");

    private Region sample;
    private Button button;
    private ListView<String> list;
    private Window window;

    @BeforeEach
    void open() throws Exception {
        window = new Window();
        // Controls want the toolkit to run.
        sample = new Region();
        button = new Button("Deny");
        list = new ListView<>();
        window.show(new VBox(sample, button, list));
    }

    @AfterEach
    void close() {
        window.close();
    }

    /** The colours by which style sheets fill areas. */
    private static Set<String> surfaces() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SHEETS)) {
            for (Path sheet : files.filter(file -> file.toString().endsWith(".css")).toList()) {
                SURFACE.matcher(Files.readString(sheet)).results().map(MatchResult::group)
                        .forEach(rule -> found.add(rule.substring(rule.indexOf(':') + 1).strip()));
            }
        }
        return found;
    }

    private Color resolved(String token) {
        sample.setStyle("-fx-background-color: " + token + ";");
        sample.applyCss();
        return (Color) sample.getBackground().getFills().getFirst().getFill();
    }

    private static Color ring(Region stop) {
        stop.pseudoClassStateChanged(PseudoClass.getPseudoClass("focused"), true);
        stop.pseudoClassStateChanged(PseudoClass.getPseudoClass("keyed"), true);
        stop.applyCss();
        return (Color) stop.getBorder().getStrokes().getFirst().getTopStroke();
    }

    @Test
    void knowsWhatTheSheetsFill() throws Exception {
        assertThat(surfaces()).contains("-color-bg-default", "-color-bg-subtle", "-color-accent-subtle",
                "-color-warning-subtle", "-color-neutral-muted");
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void isSeenOnEverySurface(Theme theme) throws Exception {
        Set<String> surfaces = surfaces();
        window.onWindow(() -> {
            theme.use();
            Color page = resolved("-color-bg-default");
            for (Region stop : List.of(button, list)) {
                Color ring = ring(stop);
                assertThat(ring.isOpaque()).isTrue();
                assertThat(surfaces).allSatisfy(token -> {
                    Color surface = resolved(token);
                    Color seen = page.interpolate(surface.deriveColor(0, 1, 1, 1 / surface.getOpacity()),
                            surface.getOpacity());
                    assertThat(Contrast.of(ring, seen)).as(theme + ": " + ring + " on " + token + " " + seen)
                            .isGreaterThanOrEqualTo(Contrast.OF_FOCUS);
                });
            }
            return true;
        });
    }
}
