package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.Window;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Bounds;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScrollSkinTest {
    private Window window;
    private Button first;
    private Button last;
    private ScrollPane pane;

    @BeforeEach
    void open() throws TimeoutException {
        window = new Window();
        first = window.onWindow(() -> new Button("First"));
        last = window.onWindow(() -> new Button("Last"));
        last.setId("last");
        pane = window.onWindow(this::content);
        window.show(window.onWindow(() -> new VBox(pane)));
        window.frame();
    }

    private ScrollPane content() {
        Region between = new Region();
        between.setMinHeight(3000);
        return new ScrollPane(new VBox(first, between, last));
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void focus(Button button) {
        window.onWindow(() -> {
            button.requestFocus();
            return true;
        });
        window.frame();
    }

    private boolean isWhollyInView(Button button) {
        return window.onWindow(() -> {
            Bounds room = pane.localToScene(pane.getLayoutBounds());
            return room.contains(button.localToScene(button.getLayoutBounds()));
        });
    }

    @Test
    void scrollsToWhatGetsTheFocus() {
        focus(last);
        assertThat(isWhollyInView(last)).isTrue();
        focus(first);
        assertThat(isWhollyInView(first)).isTrue();
        window.press(KeyCode.TAB);
        window.frame();
        assertThat(isWhollyInView(last)).isTrue();
    }

    /** Whether a kept picture shows what came later depends on what was drawn when; the walk by keys looks at the rings themselves. */
    @Test
    void keepsNoPictureOfWhatItHolds() {
        assertThat(window.<Boolean>onWindow(() -> pane.lookup(".viewport").isCache())).isFalse();
    }

    @Test
    void staysWhereItIsUnderAPress() {
        window.onWindow(() -> {
            // Half of it is in view.
            double rest = pane.getContent().getLayoutBounds().getHeight() - pane.getViewportBounds().getHeight();
            pane.setVvalue((rest - last.getHeight() / 3) / rest);
            return true;
        });
        window.frame();
        double before = window.onWindow(pane::getVvalue);
        window.click("last");
        window.frame();
        assertThat(window.<Boolean>onWindow(last::isFocused)).isTrue();
        assertThat(window.<Double>onWindow(pane::getVvalue)).isEqualTo(before);
    }
}
