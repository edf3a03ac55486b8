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
 * Who is signed in at this desktop: each has a session and an unlocked key, and one of
 * them at most is in front. Confined to the window's thread.
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

    /** The session that this key signs for. */
    Optional<Session> of(KeyCard card) {
        return open.stream().filter(one -> one.signer().keyId().equals(card.key())).findFirst();
    }

    /** Whose turn it is after this one, in the order in which they signed in; null where there is no other. */
    @Nullable
    Session after(@Nullable Session front) {
        int next = front == null ? 0 : open.indexOf(front) + 1;
        Session turn = open.isEmpty() ? null : open.get(next % open.size());
        return turn == null || turn.equals(front) ? null : turn;
    }

    /** Wipes the key of one of them and ends the session; {@code then} runs when the backend has heard of it, or could not be reached. */
    void end(Session session, Runnable then) {
        open.remove(session);
        session.client().watch(EventListener.NOBODY, _ -> {});
        session.signer().close();
        tasks.run(() -> {
            session.client().signOut();
            return true;
        }, _ -> then.run(), _ -> then.run());
    }

    /** The same for all of them. */
    void endAll(Runnable then) {
        List<Session> ending = List.copyOf(open);
        if (ending.isEmpty()) {
            then.run();
            return;
        }
        // Counted on the window's thread alone.
        int[] left = {ending.size()};
        ending.forEach(session -> end(session, () -> {
            left[0]--;
            if (left[0] == 0) {
                then.run();
            }
        }));
    }
}
