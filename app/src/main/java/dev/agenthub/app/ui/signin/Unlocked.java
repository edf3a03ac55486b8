package dev.agenthub.app.ui.signin;

import dev.agenthub.app.platform.KeyCard;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The people who are signed in at this desktop already.
 *
 * @param is whether a key is one of theirs
 * @param goOn brings the screens of one of them to the front
 */
public record Unlocked(Predicate<KeyCard> is, Consumer<KeyCard> goOn) {
    /** Nobody is. */
    public static final Unlocked NOBODY = new Unlocked(_ -> false, _ -> {});
}
