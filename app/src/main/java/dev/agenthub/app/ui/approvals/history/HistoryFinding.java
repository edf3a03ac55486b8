package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.app.ui.approvals.changes.Place;
import java.util.List;

/** One difference between a request and its agent's earlier actions. */
sealed interface HistoryFinding {
    Place ARGUMENTS = Place.WHOLE.member("arguments");
    Place CALL = Place.WHOLE.member("call");

    /** Whether it is shown as a warning. */
    default boolean isWarning() {
        return !(this instanceof FirstRun || this instanceof FewRuns);
    }

    /** The places in the payload that it refers to; a payload may lack some of them. */
    default List<Place> places() {
        return switch (this) {
            case UnusualAmount(Amount amount) -> List.of(ARGUMENTS.member(amount.argument()));
            case NewValue(String argument, String _) -> List.of(ARGUMENTS.member(argument));
            case ChangedTool _ -> List.of(Place.WHOLE.member("tool").member("digest"));
            case NewHost _ -> List.of(CALL.member("http").member("url"), CALL.member("mcp").member("server"));
            case NewTool _ -> List.of(Place.WHOLE.member("tool").member("name"));
            case FirstRun _,FewRuns _ -> List.of();
        };
    }

    /** No action of the agent has run yet. */
    record FirstRun() implements HistoryFinding {}

    /** The agent has run other tools, and never this one. */
    record NewTool() implements HistoryFinding {}

    /** Fewer than {@link AgentHistory#ENOUGH} actions with the same tool have run. */
    record FewRuns(int runs) implements HistoryFinding {}

    /** Few or none of the earlier actions with the same tool had the tool's present definition. */
    record ChangedTool(int runs, int sameDefinitionRuns) implements HistoryFinding {}

    /** A number is larger than usual. */
    record UnusualAmount(Amount amount) implements HistoryFinding {}

    /** None of the agent's {@code runs} earlier actions was sent to this host. */
    record NewHost(String host, int runs) implements HistoryFinding {}

    /** None of the earlier actions with the same tool had this value in this argument. */
    record NewValue(String argument, String value) implements HistoryFinding {}
}
