package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.ui.approvals.reading.CellLines;
import dev.agenthub.app.ui.approvals.reading.CellLines.Part;
import dev.agenthub.app.ui.approvals.request.CallTarget;
import java.util.List;

/** Where an action goes, in cells as its exact bytes are; the host stands in a box of its own. */
final class TargetLine {
    private TargetLine() {}

    static void show(CallTarget target, CellLines in) {
        in.show(List.of(Part.of(target.method() + "  ", "target-method"), Part.of(target.before(), "target-rest"),
                Part.on("target-host-box", target.host(), "target-host"), Part.of(target.after(), "target-rest")),
                target.line());
    }
}
