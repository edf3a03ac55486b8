package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.RequestOrder;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The questions for the list that are under way: at most two, of which the newer one's answer counts; and the requests that may have
 * changed since they were loaded, which the next question asks for again. Used on the window's thread only.
 */
final class ListQuestions {
    private static final int MOST = 2;

    /** How many answers did not come yet, those that nobody waits for any more among them. */
    private int loading;
    private @Nullable Question asked;
    private long newest;
    private boolean again;
    private final Set<UUID> uncertain = new HashSet<>();

    /** Which list is asked for. */
    record Asked(RequestPages pages, InboxFilter narrowed, RequestOrder order) {}

    /**
     * A question that is under way.
     *
     * @param number of all that were asked
     * @param changedSince the requests that are asked for again, since they may have changed
     */
    record Question(long number, Asked list, Set<UUID> changedSince) {}

    /** Whether the list may be asked for now; otherwise {@link #ended} says when to ask again. */
    boolean mayAsk(Asked list) {
        boolean may = loading < MOST && (asked == null || !asked.list().equals(list));
        again |= !may;
        return may;
    }

    /**
     * Begins a question.
     *
     * @param selected the requests that stay selected
     * @param everyTime those of them that are asked for again even if nothing was heard of them
     */
    Question ask(Asked list, Collection<UUID> selected, Predicate<UUID> everyTime) {
        Question before = asked;
        if (before != null) {
            dropped(before);
        }
        loading++;
        again = false;
        Question now = new Question(++newest, list, selected.stream()
                .filter(id -> uncertain.contains(id) || everyTime.test(id)).collect(Collectors.toSet()));
        uncertain.clear();
        asked = now;
        return now;
    }

    boolean isNewest(Question question) {
        return question.number() == newest;
    }

    /** Notes that a request changed. */
    void changed(UUID request) {
        uncertain.add(request);
    }

    /** Notes that the question's answer is not shown, so that the next question asks for its requests again. */
    void dropped(Question question) {
        uncertain.addAll(question.changedSince());
    }

    /** Notes that the list is to be asked for again after this question. */
    void again() {
        again = true;
    }

    /** Ends the question; returns whether the list is to be asked for again. */
    boolean ended(Question question) {
        loading--;
        asked = isNewest(question) ? null : asked;
        boolean now = again;
        again = false;
        return now;
    }
}
