package dev.agenthub.app.ui.common;

import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * A keyboard shortcut of a screen: keys, description and action.
 *
 * @param keys the keys as displayed
 * @param typed the character typed by a key without modifiers, in lower case; empty where {@code combinations} apply
 * @param words the description
 * @param applies whether the shortcut is active now; otherwise the key is not consumed
 */
public record Shortcut(String keys, String typed, List<KeyCombination> combinations, String words,
        BooleanSupplier applies, Runnable action) {

    public Shortcut {
        combinations = List.copyOf(combinations);
    }

    /** A shortcut by a typed character, such as {@code a} or {@code ?}. It does not apply in text fields. */
    public static Shortcut typed(char character, String words, BooleanSupplier applies, Runnable action) {
        String typed = String.valueOf(Character.toLowerCase(character));
        return new Shortcut(String.valueOf(Character.toUpperCase(character)), typed, List.of(), words, applies,
                action);
    }

    /** A shortcut by any of these combinations, displayed as {@code keys}. It applies in text fields too. */
    public static Shortcut pressed(String keys, List<KeyCombination> combinations, String words,
            BooleanSupplier applies, Runnable action) {
        return new Shortcut(keys, "", combinations, words, applies, action);
    }

    boolean isPressedBy(KeyEvent press) {
        return combinations.stream().anyMatch(combination -> combination.match(press));
    }

    /**
     * Whether a typed character is this shortcut. On keyboard layouts without Latin letters, the key's position decides.
     *
     * @param pressed the key that was pressed
     */
    boolean isTypedBy(String character, KeyCode pressed) {
        if (typed.isEmpty() || character.length() != 1) {
            return false;
        }
        boolean foreign = Character.isLetter(character.charAt(0))
                && Character.UnicodeScript.of(character.charAt(0)) != Character.UnicodeScript.LATIN;
        return typed.equalsIgnoreCase(character)
                || (foreign && pressed.isLetterKey() && typed.equalsIgnoreCase(pressed.getChar()));
    }
}
