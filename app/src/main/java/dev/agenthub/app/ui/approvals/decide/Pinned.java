package dev.agenthub.app.ui.approvals.decide;

import dev.agenthub.app.ui.approvals.decide.ApproveGate.Part;
import dev.agenthub.app.ui.approvals.reading.Looks;
import dev.agenthub.app.ui.approvals.reading.OnScreen;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.stage.Window;

/** Tells the gate which of what has to be in sight is not, at every layout. */
public final class Pinned {
    private Pinned() {}

    /**
     * Watches the nodes of each part; those that take no room now need not be in sight.
     *
     * @param own what opens over the window because the pointer is on a button that decides
     */
    public static void watch(Node button, ApproveGate gate, Map<Part, List<Node>> parts, List<? extends Window> own) {
        Looks.at(button, () -> gate.setHidden(hidden(parts, own)));
    }

    private static Set<Part> hidden(Map<Part, List<Node>> parts, List<? extends Window> own) {
        Set<Part> hidden = EnumSet.noneOf(Part.class);
        parts.forEach((part, nodes) -> {
            if (nodes.stream().anyMatch(node -> node.isManaged() && !OnScreen.isWhole(node, own))) {
                hidden.add(part);
            }
        });
        return hidden;
    }
}
