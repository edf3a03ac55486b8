package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.text.Messages;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Copies the text beside it to the clipboard, and shows that it did until it is given another text. */
public final class CopyButton extends Button {
    private static final Messages MESSAGES = Messages.of(CopyButton.class);

    private final FontIcon icon = new FontIcon(Feather.COPY);
    private final Tooltip tip = new Tooltip();
    private String what = "";
    private String text = "";

    public CopyButton() {
        getStyleClass().addAll("small", "flat", "copy");
        setGraphic(icon);
        setTooltip(tip);
        setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setOnAction(_ -> copy());
    }

    /** Sets what it copies, in words such as “the hash”. */
    public void setWhat(String words) {
        what = words;
        offer(text);
    }

    public String getWhat() {
        return what;
    }

    /** Sets the text to copy. */
    void offer(String now) {
        text = now;
        say(Feather.COPY, "copy.what");
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
        say(Feather.CHECK, "copy.done");
    }

    private void say(Feather drawn, String key) {
        icon.setIconCode(drawn);
        tip.setText(MESSAGES.text(key, what));
        setAccessibleText(MESSAGES.text(key, what));
    }
}
