package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.Window;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which rows of a payload count as seen, in a real window of 1280 × 800. */
final class ExactTextViewTest {
    private static final String TEXT = "0123456789".repeat(80);
    private static final double WIDTH = 700;
    private static final double HEIGHT = 400;

    private final Pane holder = new Pane();
    private Window window;
    private ExactTextView view;

    @BeforeEach
    void open() throws Exception {
        window = new Window();
        view = window.onWindow(ExactTextView::new);
        window.onWindow(() -> {
            view.setPrefSize(WIDTH, HEIGHT);
            return holder.getChildren().add(view);
        });
    }

    @AfterEach
    void close() {
        window.close();
    }

    private int unread() {
        return window.onWindow(() -> view.unread().get());
    }

    private void show() {
        window.show(new Pane(holder));
        window.onWindow(() -> {
            view.show(TEXT);
            return true;
        });
        window.frame();
    }

    private void assertReadOnceItIsRestored(Runnable restore) {
        assertThat(unread()).isBetween(1, TEXT.length());
        window.onWindow(() -> {
            restore.run();
            return true;
        });
        window.await("all of it to have been on screen", () -> unread() == 0);
    }

    @Test
    void countsEveryRowThatIsInTheWindow() {
        show();
        window.await("all of it to have been on screen", () -> unread() == 0);
    }

    @Test
    void countsNoRowBelowTheEdgeOfTheWindow() {
        holder.relocate(0, 740);
        show();
        assertThat(unread()).as("the first rows are in the window").isLessThan(TEXT.length());
        assertReadOnceItIsRestored(() -> holder.relocate(0, 0));
    }

    @Test
    void countsNoRowThatTheEdgeOfTheWindowCutsShort() {
        holder.relocate(1280 - WIDTH / 2, 0);
        show();
        assertThat(unread()).as("the last row alone is short").isGreaterThan(TEXT.length() / 2);
        assertReadOnceItIsRestored(() -> holder.relocate(0, 0));
    }

    @Test
    void countsNoRowOutsideAClipAbove() {
        holder.setClip(new Rectangle(WIDTH, 60));
        show();
        assertThat(unread()).as("the first rows are in the clip").isLessThan(TEXT.length());
        assertReadOnceItIsRestored(() -> holder.setClip(null));
    }

    @Test
    void countsNothingInsideAHiddenParent() {
        holder.setVisible(false);
        show();
        assertThat(unread()).isEqualTo(TEXT.length());
        assertReadOnceItIsRestored(() -> holder.setVisible(true));
    }
}
