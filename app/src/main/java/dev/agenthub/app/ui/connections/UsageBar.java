package dev.agenthub.app.ui.connections;

import dev.agenthub.app.ui.connections.LimitUsage.Kind;
import dev.agenthub.app.ui.connections.LimitUsage.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/** Draws the use of a limit: the full width is the cap, and a line marks 80 %. */
final class UsageBar extends Region {
    private static final double MARK = 0.8;
    private static final double MARK_WIDTH = 2;
    /** Least width in pixels of a part, so that small parts stay visible. */
    private static final double LEAST = 2;

    private final List<Part> parts;
    private final List<Region> drawn = new ArrayList<>();
    private final Region mark = region("mark");

    UsageBar(LimitUsage usage) {
        parts = usage.parts().stream().filter(part -> part.kind() != Kind.FREE && part.share() > 0).toList();
        getStyleClass().add("usage-bar");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(usage.title() + ": "
                + String.join(", ", usage.parts().stream().map(Part::words).toList()));
        parts.forEach(part -> drawn.add(region(style(part.kind()))));
        getChildren().addAll(drawn);
        getChildren().add(mark);
    }

    static String style(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Region region(String style) {
        Region region = new Region();
        region.getStyleClass().add(style);
        return region;
    }

    @Override
    protected void layoutChildren() {
        double height = getHeight();
        double inset = snapPositionY(height / 4);
        double left = 0;
        for (int i = 0; i < parts.size(); i++) {
            double width = Math.min(getWidth() - left, Math.max(LEAST, snapSizeX(getWidth() * parts.get(i).share())));
            drawn.get(i).resizeRelocate(left, inset, width, height - 2 * inset);
            left += width;
        }
        mark.resizeRelocate(snapPositionX(getWidth() * MARK), 0, MARK_WIDTH, height);
    }
}
