package dev.agenthub.app.ui.approvals.decide;

import dev.agenthub.app.ui.approvals.decide.ApproveGate.Part;
import dev.agenthub.app.ui.approvals.reading.OnScreen;
import dev.agenthub.app.ui.approvals.reading.OnScreenCheck;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.stage.Window;

/** Tells the gate after every layout which of its parts are not wholly visible. */
public final class Pinned {
    private Pinned() {}

    /**
     * Watches the nodes of each part; nodes that are not shown need not be visible.
     *
     * @param own popups of the deciding buttons themselves, such as tooltips, which do not count as covering
     */
    public static void watch(Node button, ApproveGate gate, Map<Part, List<Node>> parts, List<? extends Window> own) {
        OnScreenCheck.on(button, () -> gate.setHidden(hidden(parts, own)));
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
