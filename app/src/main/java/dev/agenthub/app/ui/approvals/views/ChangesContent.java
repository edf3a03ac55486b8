package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.changes.PayloadChanges;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import java.util.List;

/** The state of the comparison of a payload with the agent's last similar action that ran. */
sealed interface ChangesContent {
    /** The earlier payload is being fetched and compared, or nobody looked at the comparison yet. */
    record Waiting() implements ChangesContent {}

    /** The request is a change of the organization's rules, which is not compared. */
    record NoAction() implements ChangesContent {}

    /**
     * The agent has not run this tool before.
     *
     * @param runs how many of its earlier actions were considered
     */
    record NothingAlike(int runs) implements ChangesContent {}

    /** The comparison failed. */
    record Failed(Failure failure) implements ChangesContent {}

    /** The bytes of the earlier payload do not have the hash that the backend names. */
    record Untrue() implements ChangesContent {}

    /** The request that the backend names did not run, or is of another agent or tool. */
    record Unlike() implements ChangesContent {}

    /** The differences from the earlier request. */
    record Against(OpenRequest earlier, PayloadChanges changes, List<ChangeRow> rows) implements ChangesContent {
        public Against {
            rows = List.copyOf(rows);
        }
    }
}
