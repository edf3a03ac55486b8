package dev.agenthub.app.ui;

import dev.agenthub.app.client.Session;
import dev.agenthub.app.ui.common.Screen;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Creates the screens of the main window for the signed-in member. */
@FunctionalInterface
public interface Screens {
    /** The screens of {@code session}; for null, those that need no session. {@code goTo} shows the screen with an id. */
    List<Screen> of(@Nullable Session session, Consumer<String> goTo);

    /** Called when this member has signed out: discards the state kept for their screens. It is kept while the desktop is locked. */
    default void forget(UUID member) {}
}
