package dev.agenthub.app.ui;

import dev.agenthub.app.client.EventListener;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members signed in at this desktop, each with a session and an unlocked key. Confined to the window's thread.
 */
final class Identities {
    private final TaskRunner tasks;
    private final List<Session> open = new ArrayList<>();

    Identities(TaskRunner tasks) {
        this.tasks = tasks;
    }

    void add(Session session) {
        open.add(session);
    }

    boolean holds(Session session) {
        return open.contains(session);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The session of this key. */
    Optional<Session> of(KeyCard card) {
        return open.stream().filter(one -> one.signer().keyId().equals(card.key())).findFirst();
    }

    /** The next session in the order of sign-in; null where there is no other. */
    @Nullable
    Session after(@Nullable Session front) {
        int next = front == null ? 0 : open.indexOf(front) + 1;
        Session turn = open.isEmpty() ? null : open.get(next % open.size());
        return turn == null || turn.equals(front) ? null : turn;
    }

    /** Wipes a session's key and ends the session. {@code then} runs after the backend has answered or could not be reached. */
    void end(Session session, Runnable then) {
        open.remove(session);
        session.client().watch(EventListener.NOBODY, _ -> {});
        session.signer().close();
        tasks.run(() -> {
            session.client().signOut();
            return true;
        }, _ -> then.run(), _ -> then.run());
    }

    /** Ends all sessions as {@link #end}. */
    void endAll(Runnable then) {
        List<Session> ending = List.copyOf(open);
        if (ending.isEmpty()) {
            then.run();
            return;
        }
        // Counted on the window's thread only.
        int[] left = {ending.size()};
        ending.forEach(session -> end(session, () -> {
            left[0]--;
            if (left[0] == 0) {
                then.run();
            }
        }));
    }
}
