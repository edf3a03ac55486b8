package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.app.ui.approvals.changes.Place;
import java.util.List;

/** What a request is beside what its agent did before. */
sealed interface HistoryFinding {
    Place ARGUMENTS = Place.WHOLE.member("arguments");
    Place CALL = Place.WHOLE.member("call");

    /** Whether it is worth a second look. */
    default boolean isWarning() {
        return !(this instanceof FirstRun || this instanceof FewRuns);
    }

    /** The values of the payload that it is about; not all of them need to be there. */
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

    /** Nothing of the agent ran yet. */
    record FirstRun() implements HistoryFinding {}

    /** Other tools of the agent ran, and this one never. */
    record NewTool() implements HistoryFinding {}

    /** So few actions with the same tool ran that nothing can be called usual. */
    record FewRuns(int runs) implements HistoryFinding {}

    /** Few or none of the earlier actions with the same tool ran with the definition that it has now. */
    record ChangedTool(int runs, int sameDefinitionRuns) implements HistoryFinding {}

    record UnusualAmount(Amount amount) implements HistoryFinding {}

    /** Of so many earlier actions none went there. */
    record NewHost(String host, int runs) implements HistoryFinding {}

    /** None of the earlier actions with the same tool had this value. */
    record NewValue(String argument, String value) implements HistoryFinding {}
}
