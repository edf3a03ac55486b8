package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.app.ui.approvals.changes.Place;
import java.util.List;

/** Something about a request that its agent never did before. */
sealed interface Finding {
    Place ARGUMENTS = Place.WHOLE.member("arguments");
    Place CALL = Place.WHOLE.member("call");

    /** The values of the payload that it is about. */
    default List<Place> places() {
        return switch (this) {
            case UnusualAmount(Amount amount) -> List.of(ARGUMENTS.member(amount.argument()));
            case NewValue(String argument, String _) -> List.of(ARGUMENTS.member(argument));
            case NewHost _ -> List.of(CALL.member("http").member("url"), CALL.member("mcp").member("server"));
            case FirstRun _ -> List.of();
        };
    }

    /** Nothing of the agent ran yet. */
    record FirstRun() implements Finding {}

    record UnusualAmount(Amount amount) implements Finding {}

    /** Of so many earlier actions none went there. */
    record NewHost(String host, int runs) implements Finding {}

    /** None of the earlier actions with the same tool had this value. */
    record NewValue(String argument, String value) implements Finding {}
}
