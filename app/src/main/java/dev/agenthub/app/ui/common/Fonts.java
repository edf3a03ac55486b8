package dev.agenthub.app.ui.common;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;

/**
 * Loads the two bundled font families, so that every machine draws the same.
 *
 * <p>{@code agenthub.css} names them: the first for everything, the second for bytes and hashes (style class {@code mono}).
 */
public final class Fonts {
    /** The family for text. */
    public static final String SANS = "Inter";
    /** The family for bytes and hashes. */
    public static final String MONO = "JetBrains Mono";
    /** The code where a bundled font could not be loaded. */
    public static final String UNUSABLE = "FONT_UNUSABLE";

    private static final Messages MESSAGES = Messages.of(Fonts.class);
    private static final double MONO_SIZE = 13;
    private static final String REGULAR_MONO = "jetbrains_mono/JetBrainsMono-Regular.ttf";
    private static final String REGULAR_SANS = "inter/Inter-Regular.otf";
    private static final Map<String, List<String>> FILES = Map.of(
            SANS, List.of(REGULAR_SANS, "inter/Inter-Bold.otf", "inter/Inter-Italic.otf",
                    "inter/Inter-BoldItalic.otf"),
            MONO, List.of(REGULAR_MONO, "jetbrains_mono/JetBrainsMono-Bold.ttf"));

    private static boolean loaded;

    private Fonts() {}

    /**
     * Loads both families; once is enough. Call on the window's thread before anything is drawn.
     *
     * @throws CodedException {@link #UNUSABLE}, since JavaFX would silently use another font of the system
     */
    public static void load() {
        if (!loaded) {
            FILES.forEach((family, files) -> files.forEach(file -> load(family, file)));
            HiddenCharacters.markAlso(codePoint -> !WordGlyphs.draw(codePoint));
            TextShaping.correct();
            loaded = true;
        }
    }

    private static void load(String family, String file) {
        try (InputStream in = open(file)) {
            load(family, file, in);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static @Nullable InputStream open(String file) {
        return Fonts.class.getResourceAsStream("/com/formdev/flatlaf/fonts/" + file);
    }

    /** The file of {@link #MONO} in its regular weight. */
    static InputStream regularMono() {
        return opened(REGULAR_MONO);
    }

    /** The file of {@link #SANS} in its regular weight. */
    static InputStream regularSans() {
        return opened(REGULAR_SANS);
    }

    private static InputStream opened(String file) {
        InputStream in = open(file);
        if (in == null) {
            throw unusable(file, null);
        }
        return in;
    }

    static void load(String family, String file, @Nullable InputStream in) throws IOException {
        if (in == null) {
            throw unusable(file, null);
        }
        byte[] literal = LiteralGlyphs.of(in.readAllBytes());
        Font font = Font.loadFont(new ByteArrayInputStream(literal), MONO_SIZE);
        if (font == null || !font.getFamily().equals(family)) {
            throw unusable(file, null);
        }
    }

    private static CodedException unusable(String file, @Nullable Throwable cause) {
        return new CodedException(UNUSABLE, MESSAGES.text("font.unusable", file), cause);
    }
}
