package dev.agenthub.app.ui.approvals.attachments;

import dev.agenthub.app.ui.approvals.reading.OnScreen;
import dev.agenthub.app.ui.approvals.reading.OnScreenCheck;
import dev.agenthub.app.ui.approvals.reading.VisibleTimes;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Draws a picture scaled down to the room that there is, and knows whether all of it was on screen. */
public final class PictureView extends StackPane {
    /** Smaller than so many pixels, a large picture was not seen. */
    private static final double SMALLEST = 100;

    private final ImageView drawn = new ImageView();
    private final ReadOnlyBooleanWrapper seen = new ReadOnlyBooleanWrapper();
    private final VisibleTimes<Image> visible = new VisibleTimes<>();
    private final OnScreenCheck check;

    public PictureView() {
        drawn.setPreserveRatio(true);
        drawn.setSmooth(true);
        drawn.setManaged(false);
        getChildren().add(drawn);
        check = OnScreenCheck.on(this, this::noteWhetherOnScreen);
    }

    /** Shows this picture, of which nothing was seen; null for none. */
    void show(@Nullable Image image, String words) {
        seen.set(false);
        drawn.setImage(image);
        drawn.setAccessibleText(words);
        requestLayout();
    }

    /** Whether all of it was on screen, large enough to be recognized. */
    ReadOnlyBooleanProperty seen() {
        return seen.getReadOnlyProperty();
    }

    @Override
    protected void layoutChildren() {
        Image image = drawn.getImage();
        if (image == null) {
            return;
        }
        double scale = Math.min(1, Math.min(getWidth() / image.getWidth(), getHeight() / image.getHeight()));
        drawn.setFitWidth(Math.max(1, image.getWidth() * scale));
        drawn.setFitHeight(Math.max(1, image.getHeight() * scale));
        drawn.relocate(0, 0);
    }

    private void noteWhetherOnScreen() {
        Image image = drawn.getImage();
        if (seen.get() || image == null) {
            return;
        }
        double needed = Math.min(SMALLEST, Math.max(image.getWidth(), image.getHeight()));
        boolean large = Math.max(drawn.getFitWidth(), drawn.getFitHeight()) + 1 > needed;
        Set<Image> onScreen = large && OnScreen.isWhole(drawn) ? Set.of(image) : Set.of();
        seen.set(!visible.update(onScreen, System.nanoTime()).isEmpty());
        if (!seen.get() && !onScreen.isEmpty()) {
            check.again();
        }
    }
}
