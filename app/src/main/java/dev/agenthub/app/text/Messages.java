package dev.agenthub.app.text;

import java.text.ListFormat;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The words of one package, from its {@code messages.properties}.
 *
 * <p>Texts are {@link MessageFormat} patterns also where they take no argument, so an apostrophe is written ’.
 */
public final class Messages {
    private final ResourceBundle bundle;

    private Messages(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /** The words of the package that {@code type} is in. */
    public static Messages of(Class<?> type) {
        return new Messages(ResourceBundle.getBundle(type.getPackageName() + ".messages", Locale.getDefault(),
                type.getClassLoader()));
    }

    /** The text of {@code key} with {@code arguments} put in. A missing key is a programming error and throws. */
    public String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale()).format(arguments);
    }

    /** The language of the words, in which months have their names too, whatever the machine's is. */
    public Locale locale() {
        return bundle.getLocale().equals(Locale.ROOT) ? Locale.ENGLISH : bundle.getLocale();
    }

    /** Words in a row, such as “a, b, and c”. */
    public String inARow(List<String> words) {
        return ListFormat.getInstance(locale(), ListFormat.Type.STANDARD, ListFormat.Style.FULL).format(words);
    }

    /** Whether there is a text for {@code key}. */
    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** For FXML's {@code %key}. */
    public ResourceBundle bundle() {
        return bundle;
    }
}
