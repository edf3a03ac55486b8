package dev.agenthub.app.ui.signin;

import dev.agenthub.app.platform.KeyCard;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The members already signed in at this desktop.
 *
 * @param is whether a key's member is signed in
 * @param goOn shows the screens of the key's member
 */
public record Unlocked(Predicate<KeyCard> is, Consumer<KeyCard> goOn) {
    /** Nobody is signed in. */
    public static final Unlocked NOBODY = new Unlocked(_ -> false, _ -> {});
}
