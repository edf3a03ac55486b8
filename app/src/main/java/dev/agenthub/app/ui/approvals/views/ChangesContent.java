package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.changes.PayloadChanges;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import java.util.List;

/** What is known of the differences between a payload and the last one alike that ran. */
sealed interface ChangesContent {
    /** It is being fetched and compared, or was not asked for yet. */
    record Waiting() implements ChangesContent {}

    /** A change of the rules, which is compared with nothing here. */
    record NoAction() implements ChangesContent {}

    /**
     * The agent never ran the tool before.
     *
     * @param runs how many of its earlier actions were looked at
     */
    record NothingAlike(int runs) implements ChangesContent {}

    /** It can't be told. */
    record Failed(Failure failure) implements ChangesContent {}

    /** The bytes of the earlier one are not what its row says. */
    record Untrue() implements ChangesContent {}

    /** The earlier one is no action of the agent with the tool that ran. */
    record Unlike() implements ChangesContent {}

    /** What differs from the earlier one. */
    record Against(OpenRequest earlier, PayloadChanges changes, List<ChangeRow> rows) implements ChangesContent {
        public Against {
            rows = List.copyOf(rows);
        }
    }
}
