package dev.agenthub.app.ui;

import dev.agenthub.app.client.Session;
import dev.agenthub.app.ui.common.Screen;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The screens of the main window, by who is signed in. */
@FunctionalInterface
public interface Screens {
    /** The screens of {@code session}, or those that need none; {@code goTo} brings the one with an id to the front. */
    List<Screen> of(@Nullable Session session, Consumer<String> goTo);

    /** This member has signed out: nothing is kept for them any more. Until then it is, also while they are locked out. */
    default void forget(UUID member) {}
}
