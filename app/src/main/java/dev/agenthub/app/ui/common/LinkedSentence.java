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

/** A sentence of any length beside its icon, followed by links to what it is about. */
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

    /** Adds words and links after those that are there. */
    public void add(List<? extends Node> parts) {
        flow.getChildren().addAll(parts);
    }

    /** Takes out what was added. */
    public void remove(Node part) {
        flow.getChildren().remove(part);
    }

    /** Words of the sentence. */
    public static Text text(String words) {
        Text text = new Text(words);
        text.getStyleClass().add("linked-text");
        return text;
    }

    /** A link that screen readers call {@code accessible}. */
    public static Hyperlink link(String words, String accessible, Runnable action) {
        Hyperlink link = new Hyperlink(words);
        link.getStyleClass().add("linked-place");
        link.setAccessibleText(accessible);
        link.setOnAction(_ -> action.run());
        return link;
    }
}
