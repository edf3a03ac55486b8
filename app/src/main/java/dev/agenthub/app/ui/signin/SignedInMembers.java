package dev.agenthub.app.ui.signin;

import dev.agenthub.app.platform.KeyCard;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The members already signed in at this desktop.
 *
 * @param contains whether a key's member is signed in
 * @param showScreens shows the screens of the key's member
 */
public record SignedInMembers(Predicate<KeyCard> contains, Consumer<KeyCard> showScreens) {
    /** Nobody is signed in. */
    public static final SignedInMembers NOBODY = new SignedInMembers(_ -> false, _ -> {});
}
