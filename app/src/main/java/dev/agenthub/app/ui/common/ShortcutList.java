package dev.agenthub.app.ui.common;

import dev.agenthub.app.text.Messages;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.stage.Window;

/**
 * An overlay that lists shortcuts until Escape, a question mark or a click outside closes it. The
 * window's focus is unchanged, and only key combinations with Ctrl, Alt or Meta reach what is below.
 */
public final class ShortcutList {
    private static final Messages MESSAGES = Messages.of(ShortcutList.class);
    /** Pixels scrolled by one key press. */
    private static final double STEP = 48;
    private static final double MARGIN = 48;

    private final Popup popup = new Popup();
    private final ScrollPane pane = new ScrollPane();

    public ShortcutList() {
        pane.setId("shortcuts");
        pane.getStyleClass().addAll("capped-scroll", "shortcuts");
        pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        pane.setFitToWidth(true);
        pane.setAccessibleText(MESSAGES.text("shortcuts.title"));
        popup.getContent().add(pane);
        popup.setAutoHide(true);
        popup.setAutoFix(true);
        popup.addEventFilter(KeyEvent.ANY, this::hear);
        KeyboardFocus.mark(popup.getScene());
    }

    /** Shows the list in the middle of {@code scene}'s window. */
    public void show(Scene scene, List<Shortcuts.Group> groups) {
        Window window = scene.getWindow();
        if (window == null || popup.isShowing()) {
            return;
        }
        pane.setContent(content(groups));
        pane.setMaxHeight(Math.max(0, scene.getHeight() - 2 * MARGIN));
        pane.setMaxWidth(Math.max(0, scene.getWidth() - 2 * MARGIN));
        popup.getScene().getStylesheets().setAll(scene.getStylesheets());
        popup.show(window);
        popup.setX(window.getX() + scene.getX() + (scene.getWidth() - popup.getWidth()) / 2);
        popup.setY(window.getY() + scene.getY() + (scene.getHeight() - popup.getHeight()) / 2);
        pane.requestFocus();
    }

    private static Region content(List<Shortcuts.Group> groups) {
        // One grid for all groups, so that descriptions are aligned.
        GridPane rows = new GridPane(16, 6);
        for (Shortcuts.Group group : groups) {
            Label where = TextControls.wrapped(group.title(), "caption", "caption-next");
            rows.add(where, 0, rows.getRowCount(), 2, 1);
            for (Shortcut shortcut : group.shortcuts()) {
                Label keys = new Label(shortcut.keys());
                keys.setMinWidth(Region.USE_PREF_SIZE);
                keys.getStyleClass().addAll("mono", "shortcut-keys");
                GridPane.setValignment(keys, VPos.TOP);
                rows.addRow(rows.getRowCount(), keys, TextControls.wrapped(shortcut.words()));
            }
        }
        VBox content = new VBox(8, TextControls.wrapped(MESSAGES.text("shortcuts.title"), "title-4"),
                TextControls.wrapped(MESSAGES.text("shortcuts.close"), "text-small", "text-muted"), rows);
        content.setPadding(new Insets(20, 24, 20, 24));
        return content;
    }

    private void hear(KeyEvent key) {
        if (key.isControlDown() || key.isAltDown() || key.isMetaDown()) {
            return;
        }
        key.consume();
        if (key.getEventType() == KeyEvent.KEY_TYPED && key.getCharacter().equals("?")) {
            popup.hide();
        } else if (key.getEventType() == KeyEvent.KEY_PRESSED) {
            press(key.getCode());
        }
    }

    private void press(KeyCode key) {
        double page = pane.getViewportBounds().getHeight();
        switch (key) {
            case ESCAPE -> popup.hide();
            case DOWN -> scroll(STEP);
            case UP -> scroll(-STEP);
            case PAGE_DOWN, SPACE -> scroll(page);
            case PAGE_UP -> scroll(-page);
            case HOME -> pane.setVvalue(0);
            case END -> pane.setVvalue(1);
            default -> {}
        }
    }

    /** Scrolls by this many pixels. */
    private void scroll(double pixels) {
        double rest = pane.getContent().getLayoutBounds().getHeight() - pane.getViewportBounds().getHeight();
        if (rest > 0) {
            pane.setVvalue(Math.clamp(pane.getVvalue() + pixels / rest, 0, 1));
        }
    }
}
