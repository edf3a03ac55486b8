package dev.agenthub.app.cli;

import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Selects the key of this device that signs in. */
public final class KeyChoice {
    private KeyChoice() {}

    /** The key of the person with this name; without a name, the only key. */
    public static KeyCard of(KeyFiles keys, @Nullable String name) {
        List<KeyCard> cards = keys.list().cards();
        List<KeyCard> fitting = name == null
                ? cards
                : cards.stream().filter(card -> card.name().equals(name) || card.key().equals(name)).toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        String people = String.join(", ", cards.stream().map(card -> card.name() + " (" + card.key() + ")").toList());
        throw CommandFailure.notDone("PERSON_NEEDED", cards.isEmpty()
                ? "Nobody has a key for this backend on this device: join first, or name the backend with --connect."
                : "Say with --as who signs in: " + people + ".");
    }
}
