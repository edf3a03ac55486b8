package dev.agenthub.app.text;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes safe file names from untrusted names. */
public final class FileNames {
    private static final int LONGEST = 120;
    private static final int LONGEST_EXTENSION = 16;
    /** Characters with a meaning in paths, on Windows file systems or in shells. */
    private static final String FORBIDDEN = "/\\:*?\"<>|";
    private static final Pattern RESERVED = Pattern
            .compile("(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$)");
    private static final Pattern AT_THE_END = Pattern.compile("[. ]+$");
    private static final Messages MESSAGES = Messages.of(FileNames.class);

    private FileNames() {}

    /**
     * A file name valid on every file system, as close to {@code given} as possible: no
     * path separator, no hidden file, no Windows device name, at most 240 bytes of UTF-8.
     */
    public static String suggested(String given) {
        StringBuilder clean = new StringBuilder();
        given.codePoints().map(c -> HiddenCharacters.isHidden(c) || FORBIDDEN.indexOf(c) >= 0 ? '_' : c)
                .forEach(clean::appendCodePoint);
        String name = trimmed(clean.toString().replaceFirst("^[. ~-]+", ""));
        String bounded = name.isEmpty() ? MESSAGES.text("file.nameless") : trimmed(bounded(name));
        String stem = bounded.replaceFirst("[. ].*", "").toLowerCase(Locale.ROOT);
        return RESERVED.matcher(stem).matches() ? "_" + bounded : bounded;
    }

    /** Removes dots and spaces at the end, which Windows drops. */
    private static String trimmed(String name) {
        return AT_THE_END.matcher(name).replaceFirst("");
    }

    /** Cuts the middle out, which keeps the extension, without splitting a character. */
    private static String bounded(String name) {
        if (name.codePointCount(0, name.length()) <= LONGEST / 2) {
            return name; // at most 240 bytes in UTF-8
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= LONGEST_EXTENSION ? name.substring(dot) : "";
        StringBuilder stem = new StringBuilder();
        int room = LONGEST - bytes(extension);
        for (int c : name.substring(0, name.length() - extension.length()).codePoints().toArray()) {
            room -= bytes(Character.toString(c));
            if (room < 0) {
                break;
            }
            stem.appendCodePoint(c);
        }
        return stem + extension;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
