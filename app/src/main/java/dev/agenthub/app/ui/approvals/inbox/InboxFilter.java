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
 * The conditions of the list as a member chooses them; null means no condition.
 *
 * @param scope open requests, decided ones, or all
 * @param asker one agent, one kind of change, all actions or all changes
 * @param mine whether only requests are listed that this member can decide
 */
public record InboxFilter(Scope scope, String text, @Nullable RequestState state, @Nullable Risk risk,
        @Nullable UUID workspace, @Nullable Asker asker, boolean mine) {

    private static final int LONGEST_TEXT = 200;

    /** Which requests are listed, by their state. */
    public enum Scope {
        /** Requests that can still run. */
        WAITING,
        /** Requests that were decided by members or by the policy, whatever their outcome. */
        DECIDED,
        /** All requests. */
        ALL;

        Set<RequestState> states() {
            return switch (this) {
                case WAITING -> RequestFilter.OPEN.states();
                case DECIDED -> RequestFilter.DECIDED.states();
                case ALL -> RequestFilter.ALL.states();
            };
        }

        /** The order in which such a list is shown first. */
        RequestOrder order() {
            return switch (this) {
                case WAITING, ALL -> RequestOrder.RISK;
                case DECIDED -> RequestOrder.DECIDED;
            };
        }
    }

    /** Who or what asks: one of the two is null. */
    public record Asker(@Nullable UUID agent, @Nullable String kind) {}

    /** The backend's filter for the rows of the list. */
    RequestFilter listed() {
        return of(state == null ? scope.states() : EnumSet.of(state),
                risk == null ? RequestFilter.OPEN.risks() : EnumSet.of(risk));
    }

    /** The same filter, for those rows only that this member can decide. */
    RequestFilter decidable() {
        RequestFilter all = listed();
        return new RequestFilter(all.states(), all.risks(), all.workspace(), all.agent(), all.tool(), all.kind(),
                all.text(), true);
    }

    /** The same filter without the agent, for the counts in the agents' lines. */
    RequestFilter ofAnyAgent() {
        RequestFilter all = listed();
        return new RequestFilter(all.states(), all.risks(), all.workspace(), null, all.tool(), null, all.text(),
                all.mine());
    }

    /**
     * Whether only the first requests of an agent with very many are listed: for open requests, unless the list is filtered
     * by agent or by what this member can decide.
     */
    boolean folded() {
        return scope == Scope.WAITING && !mine && (asker == null || asker.agent() == null);
    }

    /** The same filter for every state in scope and every risk, for the counts in the menus of states and risks. */
    RequestFilter counted() {
        return of(scope.states(), RequestFilter.OPEN.risks());
    }

    /** Whether there is any condition other than the scope. */
    public boolean isNarrowed() {
        return mine || state != null || risk != null || workspace != null || asker != null || !text.isBlank();
    }

    /** Returns how many of the counted requests match the chosen state and risk. */
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
