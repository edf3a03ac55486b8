package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.RequestCount;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person narrows the list to; null is no condition.
 *
 * @param scope how far back the list goes
 * @param asker an agent, a kind of change, or every action or change
 * @param mine only those that wait for this member
 */
public record InboxFilter(Scope scope, String text, @Nullable RequestState state, @Nullable Risk risk,
        @Nullable UUID workspace, @Nullable Asker asker, boolean mine) {

    private static final int LONGEST_TEXT = 200;

    /** Which requests are listed at all. */
    public enum Scope {
        /** What has something ahead of it. */
        WAITING,
        /** What was decided, and became something or not. */
        DECIDED,
        /** Everything there is. */
        ALL;

        Set<RequestState> states() {
            return switch (this) {
                case WAITING -> RequestFilter.OPEN.states();
                case DECIDED -> RequestFilter.DECIDED.states();
                case ALL -> RequestFilter.ALL.states();
            };
        }

        /** The order in which it is read. */
        RequestOrder order() {
            return switch (this) {
                case WAITING, ALL -> RequestOrder.RISK;
                case DECIDED -> RequestOrder.DECIDED;
            };
        }
    }

    /** Who or what asks: one of the two is null. */
    public record Asker(@Nullable UUID agent, @Nullable String kind) {}

    /** What is listed. */
    RequestFilter listed() {
        return of(state == null ? scope.states() : EnumSet.of(state),
                risk == null ? RequestFilter.OPEN.risks() : EnumSet.of(risk));
    }

    /** Those of what is listed that wait for the member who asks. */
    RequestFilter decidable() {
        RequestFilter all = listed();
        return new RequestFilter(all.states(), all.risks(), all.workspace(), all.agent(), all.tool(), all.kind(),
                all.text(), true);
    }

    /** The same whoever asks: what the line of each agent counts. */
    RequestFilter ofAnyAgent() {
        RequestFilter all = listed();
        return new RequestFilter(all.states(), all.risks(), all.workspace(), null, all.tool(), null, all.text(),
                all.mine());
    }

    /** Whether most requests of an agent that floods the list are left out: not once the reader asks for theirs, or for what is over. */
    boolean folded() {
        return scope == Scope.WAITING && !mine && (asker == null || asker.agent() == null);
    }

    /** The same of every state in scope and every risk: what the menus of states and risks count. */
    RequestFilter counted() {
        return of(scope.states(), RequestFilter.OPEN.risks());
    }

    /** Whether anything beside the scope is asked for. */
    public boolean isNarrowed() {
        return mine || state != null || risk != null || workspace != null || asker != null || !text.isBlank();
    }

    /** How many of what was counted are listed. */
    long matches(RequestCounts counts) {
        return counts.counts().stream().filter(count -> state == null || count.state() == state)
                .filter(count -> risk == null || count.risk() == risk).mapToLong(RequestCount::requests).sum();
    }

    private RequestFilter of(Set<RequestState> states, Set<Risk> risks) {
        String words = text.strip();
        return new RequestFilter(states, risks, workspace, asker == null ? null : asker.agent(), null,
                asker == null ? null : asker.kind(),
                words.isEmpty() ? null : words.substring(0, Math.min(words.length(), LONGEST_TEXT)), mine);
    }
}
