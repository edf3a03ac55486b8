package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.ui.common.LinkedSentence;
import dev.agenthub.app.ui.common.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;

/**
 * Lists warnings by cause, the most severe first, with a link to each place. Long lists are shortened and end with a
 * link that shows more.
 */
public final class WarningList extends VBox {
    private static final int LINES_AT_ONCE = 20;
    private static final int PLACES_AT_FIRST = 20;
    private static final int PLACES_AT_ONCE = 200;

    private final WarningText wording = new WarningText();
    private Consumer<Warning> jump = _ -> {};

    public WarningList() {
        getStyleClass().add("warnings");
    }

    /** Sets what the link of a warning calls. */
    public void onJump(Consumer<Warning> way) {
        jump = way;
    }

    public void show(FoundWarnings found) {
        getChildren().clear();
        addLines(found.lines());
        Shown.set(this, !found.lines().isEmpty());
    }

    /** Shows that the search for warnings is in progress. */
    public void showLooking() {
        getChildren().setAll(LinkedSentence.text(wording.looking()));
        Shown.set(this, true);
    }

    private void addLines(List<WarningLine> lines) {
        int now = Math.min(LINES_AT_ONCE, lines.size());
        lines.subList(0, now).forEach(line -> getChildren().add(draw(line)));
        if (now < lines.size()) {
            List<WarningLine> rest = lines.subList(now, lines.size());
            Hyperlink more = new Hyperlink(wording.moreCauses(rest.size()));
            more.setOnAction(_ -> {
                getChildren().remove(more);
                addLines(rest);
            });
            getChildren().add(more);
        }
    }

    private Node draw(WarningLine line) {
        LinkedSentence sentence = new LinkedSentence(Feather.ALERT_TRIANGLE, line.sentence());
        addPlaces(sentence, line, line.warnings(), PLACES_AT_FIRST);
        return sentence;
    }

    private void addPlaces(LinkedSentence sentence, WarningLine line, List<Warning> warnings, int atOnce) {
        int now = Math.min(atOnce, warnings.size());
        List<Node> drawn = new ArrayList<>();
        for (Warning warning : warnings.subList(0, now)) {
            if (!drawn.isEmpty()) {
                drawn.add(LinkedSentence.text(", "));
            }
            drawn.add(LinkedSentence.link(wording.place(warning), wording.describe(line, warning),
                    () -> jump.accept(warning)));
        }
        if (now < warnings.size()) {
            List<Warning> rest = warnings.subList(now, warnings.size());
            Hyperlink more = new Hyperlink(wording.morePlaces(rest.size()));
            Text comma = LinkedSentence.text(", ");
            more.setOnAction(_ -> {
                sentence.remove(more);
                addPlaces(sentence, line, rest, PLACES_AT_ONCE);
            });
            drawn.addAll(List.of(comma, more));
        }
        sentence.add(drawn);
    }
}
