package dev.agenthub.app.ui.common;

import java.io.Serial;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Corrects how JavaFX wraps text on Linux whose characters need shaping: right-to-left scripts, Indic scripts, Thai, combining marks.
 *
 * <p>JavaFX 15 to 26 shape such a text run with Pango. A line break shortens the run and shapes it again, but the UTF-8 text that Pango
 * gets is cached by the run alone, so it is still the whole one: every line repeats what stands on the next ones, and right-to-left text
 * ends the layout of the whole window with an {@link ArrayIndexOutOfBoundsException}. Any agent could send such a title. The correction
 * replaces that cache by one that also tells the lengths apart (ADR 43). It needs {@code --add-opens} of two packages where JavaFX is a
 * named module.
 */
final class TextShaping {
    private static final Logger LOG = Logger.getLogger(TextShaping.class.getName());
    private static final String LAYOUTS = "com.sun.javafx.text.";

    private TextShaping() {}

    /** Corrects the layout that the window's thread uses. Where it has no such cache, as on Windows and macOS, there is nothing to do. */
    static void correct() {
        try {
            Class<?> layouts = Class.forName(LAYOUTS + "GlyphLayoutManager");
            Object layout = layouts.getMethod("getInstance").invoke(null);
            try {
                Field cache = cacheOf(layout.getClass());
                if (cache != null) {
                    cache.setAccessible(true);
                    cache.set(layout, new CacheByLength(Class.forName(LAYOUTS + "TextRun").getMethod("getLength")));
                }
            } finally {
                layouts.getMethod("dispose", Class.forName(LAYOUTS + "GlyphLayout")).invoke(null, layout);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING,
                    "Wrapped text that needs shaping may be drawn wrongly: JavaFX has another layout of text.", e);
        }
    }

    private static @Nullable Field cacheOf(Class<?> layout) {
        for (Field field : layout.getDeclaredFields()) {
            if (field.getName().equals("runUtf8") && field.getType() == Map.class) {
                return field;
            }
        }
        return null;
    }

    /** JavaFX gets and puts with the run as the key, and frees every value at the end of a layout. */
    private static final class CacheByLength extends LinkedHashMap<Object, Object> {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient Method length;

        CacheByLength(Method length) {
            this.length = length;
        }

        @Override
        public @Nullable Object get(Object run) {
            return super.get(key(run));
        }

        @Override
        public @Nullable Object put(Object run, Object text) {
            return super.put(key(run), text);
        }

        private Object key(Object run) {
            try {
                return new RunOfLength(run, (int) length.invoke(run));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Equal for the same run, which has no equality of its own, while its length is the same. */
    private record RunOfLength(Object run, int length) {}
}
