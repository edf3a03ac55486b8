package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.ui.approvals.reading.CellLines;
import dev.agenthub.app.ui.approvals.request.CallTarget;
import java.util.List;

/** Where an action goes, in cells as its exact bytes are, in as many rows as it takes; the host stands in a box of its own. */
public final class TargetLine extends CellLines {
    public TargetLine() {
        getStyleClass().add("target-line");
    }

    void show(CallTarget target) {
        show(List.of(Part.of(target.method() + "  ", "target-method"), Part.of(target.before(), "target-rest"),
                Part.on("target-host-box", target.host(), "target-host"), Part.of(target.after(), "target-rest")),
                target.line());
    }
}
