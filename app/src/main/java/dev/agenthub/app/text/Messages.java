package dev.agenthub.app.text;

import java.text.ListFormat;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one package, from its {@code messages.properties}, and those that several packages share, from this package's
 * {@code words.properties}. Thread-safe.
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
        return new Messages(new Both(bundle(type, "messages"), bundle(Messages.class, "words")));
    }

    private static ResourceBundle bundle(Class<?> type, String name) {
        return ResourceBundle.getBundle(type.getPackageName() + "." + name, Locale.getDefault(), type.getClassLoader());
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

    /** The texts of a package and the shared ones. */
    private static final class Both extends ResourceBundle {
        private final ResourceBundle own;
        private final ResourceBundle shared;

        Both(ResourceBundle own, ResourceBundle shared) {
            this.own = own;
            this.shared = shared;
        }

        @Override
        protected @Nullable Object handleGetObject(String key) {
            if (own.containsKey(key)) {
                return own.getObject(key);
            }
            return shared.containsKey(key) ? shared.getObject(key) : null;
        }

        @Override
        public Enumeration<String> getKeys() {
            Set<String> keys = new TreeSet<>(own.keySet());
            keys.addAll(shared.keySet());
            return Collections.enumeration(keys);
        }

        @Override
        public Locale getLocale() {
            return own.getLocale();
        }
    }
}
