package dev.agenthub.app.ui.common;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A wrapping sentence beside an icon, followed by links. */
public final class LinkedSentence extends HBox {
    private final TextFlow flow = new TextFlow();

    public LinkedSentence(Feather icon, String sentence) {
        getStyleClass().add("linked-sentence");
        setMinHeight(Region.USE_PREF_SIZE);
        flow.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(flow, Priority.ALWAYS);
        add(List.of(text(sentence + " ")));
        getChildren().addAll(new FontIcon(icon), flow);
    }

    /** Appends text and links. */
    public void add(List<? extends Node> parts) {
        flow.getChildren().addAll(parts);
    }

    /** Removes a part added before. */
    public void remove(Node part) {
        flow.getChildren().remove(part);
    }

    /** Makes text of the sentence. */
    public static Text text(String words) {
        Text text = new Text(words);
        text.getStyleClass().add("linked-text");
        return text;
    }

    /** Makes a link; {@code accessible} is its name for screen readers. */
    public static Hyperlink link(String words, String accessible, Runnable action) {
        Hyperlink link = new Hyperlink(words);
        link.getStyleClass().add("linked-place");
        link.setAccessibleText(accessible);
        link.setOnAction(_ -> action.run());
        return link;
    }
}
