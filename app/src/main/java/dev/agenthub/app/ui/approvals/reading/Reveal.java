package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.ui.common.Scrolled;
import javafx.scene.Node;

/** Scrolls what a node lies in. */
public final class Reveal {
    private static final double PIXEL = 1;

    private Reveal() {}

    /**
     * Scrolls the nearest scroll pane around the node towards the part of it that is hidden beyond the pane's edge, by no more than that.
     *
     * @param distance in pixels, negative for what is hidden above
     * @return whether there was such a part
     */
    static boolean towards(Node node, double distance) {
        Scrolled at = Scrolled.around(node);
        if (at == null || at.rest() <= 0) {
            return false;
        }
        double hidden = distance > 0
                ? at.part().getMaxY() - at.top() - at.room()
                : at.top() - at.part().getMinY();
        if (hidden < PIXEL) {
            return false;
        }
        at.scrollTo(at.top() + Math.min(Math.abs(distance), hidden) * Math.signum(distance));
        return true;
    }

    /** Brings the node to the middle of the nearest scroll pane around it, as far as that goes. */
    public static void inItsPane(Node node) {
        Scrolled at = Scrolled.around(node);
        if (at != null) {
            at.scrollTo(at.part().getCenterY() - at.room() / 2);
        }
    }
}
