package dev.agenthub.app.text;

import java.text.ListFormat;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The texts of one package, from its {@code messages.properties}. Thread-safe.
 *
 * <p>Every text is a {@link MessageFormat} pattern, even without arguments, so an apostrophe is written ’.
 */
public final class Messages {
    private final ResourceBundle bundle;

    private Messages(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /** The texts of {@code type}'s package. */
    public static Messages of(Class<?> type) {
        return new Messages(ResourceBundle.getBundle(type.getPackageName() + ".messages", Locale.getDefault(),
                type.getClassLoader()));
    }

    /** The text of {@code key} formatted with {@code arguments}. A missing key is a programming error and throws. */
    public String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale()).format(arguments);
    }

    /** The locale of the texts, also used for names of months, whatever the machine's locale is. */
    public Locale locale() {
        return bundle.getLocale().equals(Locale.ROOT) ? Locale.ENGLISH : bundle.getLocale();
    }

    /** Joins words to a list such as “a, b, and c”. */
    public String inARow(List<String> words) {
        return ListFormat.getInstance(locale(), ListFormat.Type.STANDARD, ListFormat.Style.FULL).format(words);
    }

    /** Whether there is a text for {@code key}. */
    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** The texts as a bundle, for FXML's {@code %key}. */
    public ResourceBundle bundle() {
        return bundle;
    }
}
