package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.ui.common.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Warnings by their cause, the worst first; each place is a link to where it stands. What is too much to draw at once comes when it is asked for. */
public final class WarningList extends VBox {
    private static final int LINES_AT_ONCE = 20;
    private static final int PLACES_AT_FIRST = 20;
    private static final int PLACES_AT_ONCE = 200;

    private final WarningWords words = new WarningWords();
    private Consumer<Warning> jump = _ -> {};

    public WarningList() {
        getStyleClass().add("warnings");
    }

    /** Where the link of a warning leads. */
    void onJump(Consumer<Warning> way) {
        jump = way;
    }

    void show(FoundWarnings found) {
        getChildren().clear();
        addLines(found.lines());
        Shown.set(this, !found.lines().isEmpty());
    }

    /** Says that they are still looked for. */
    void showLooking() {
        getChildren().setAll(text(words.looking()));
        Shown.set(this, true);
    }

    private void addLines(List<WarningLine> lines) {
        int now = Math.min(LINES_AT_ONCE, lines.size());
        lines.subList(0, now).forEach(line -> getChildren().add(draw(line)));
        if (now < lines.size()) {
            List<WarningLine> rest = lines.subList(now, lines.size());
            Hyperlink more = new Hyperlink(words.moreCauses(rest.size()));
            more.setOnAction(_ -> {
                getChildren().remove(more);
                addLines(rest);
            });
            getChildren().add(more);
        }
    }

    private Node draw(WarningLine line) {
        TextFlow flow = new TextFlow(text(line.sentence() + " "));
        flow.setMinHeight(Region.USE_PREF_SIZE);
        addPlaces(flow, line, line.warnings(), PLACES_AT_FIRST);
        HBox.setHgrow(flow, Priority.ALWAYS);
        HBox row = new HBox(new FontIcon(Feather.ALERT_TRIANGLE), flow);
        row.getStyleClass().add("warning");
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private void addPlaces(TextFlow flow, WarningLine line, List<Warning> warnings, int atOnce) {
        int now = Math.min(atOnce, warnings.size());
        List<Node> drawn = new ArrayList<>();
        for (Warning warning : warnings.subList(0, now)) {
            if (!drawn.isEmpty()) {
                drawn.add(text(", "));
            }
            Hyperlink link = new Hyperlink(words.place(warning));
            link.getStyleClass().add("warning-place");
            link.setAccessibleText(words.describe(line, warning));
            link.setOnAction(_ -> jump.accept(warning));
            drawn.add(link);
        }
        if (now < warnings.size()) {
            List<Warning> rest = warnings.subList(now, warnings.size());
            Hyperlink more = new Hyperlink(words.morePlaces(rest.size()));
            Text comma = text(", ");
            more.setOnAction(_ -> {
                flow.getChildren().remove(more);
                addPlaces(flow, line, rest, PLACES_AT_ONCE);
            });
            drawn.addAll(List.of(comma, more));
        }
        flow.getChildren().addAll(drawn);
    }

    private static Text text(String words) {
        Text text = new Text(words);
        text.getStyleClass().add("warning-text");
        return text;
    }
}
