package dev.agenthub.app.ui.common;

import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * A key of a screen, what it does in words, and the doing.
 *
 * @param keys as they are shown
 * @param typed the character that a plain key types, in lower case; empty where {@code combinations} says which keys are pressed
 * @param words what it does
 * @param applies whether it does that now; where not, the key does whatever else it does
 */
public record Shortcut(String keys, String typed, List<KeyCombination> combinations, String words,
        BooleanSupplier applies, Runnable action) {

    public Shortcut {
        combinations = List.copyOf(combinations);
    }

    /** A key that types this character, such as {@code a} or {@code ?}. In text it is text. */
    public static Shortcut typed(char character, String words, BooleanSupplier applies, Runnable action) {
        String typed = String.valueOf(Character.toLowerCase(character));
        return new Shortcut(String.valueOf(Character.toUpperCase(character)), typed, List.of(), words, applies,
                action);
    }

    /** Any of these, which are shown as {@code keys}. In text too. */
    public static Shortcut pressed(String keys, List<KeyCombination> combinations, String words,
            BooleanSupplier applies, Runnable action) {
        return new Shortcut(keys, "", combinations, words, applies, action);
    }

    boolean isPressedBy(KeyEvent press) {
        return combinations.stream().anyMatch(combination -> combination.match(press));
    }

    /**
     * Whether this key was meant. A layout that has no Latin letters types others, so there the place of the key decides.
     *
     * @param pressed the key that typed it
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
