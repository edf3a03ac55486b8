package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.ui.approvals.reading.CellLines;
import dev.agenthub.app.ui.approvals.reading.CellLines.Part;
import dev.agenthub.app.ui.approvals.request.CallTarget;
import java.util.List;

/** Draws the target of an action in cells like the exact text, with a box around the host. */
final class TargetLine {
    private TargetLine() {}

    static void show(CallTarget target, CellLines in) {
        in.show(List.of(Part.of(target.method() + "  ", "target-method"), Part.of(target.before(), "target-rest"),
                Part.on("target-host-box", target.host(), "target-host"), Part.of(target.after(), "target-rest")),
                target.line());
    }
}
