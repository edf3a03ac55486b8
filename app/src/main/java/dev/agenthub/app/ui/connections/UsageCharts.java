package dev.agenthub.app.ui.connections;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TextControls;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows every limit of a connection as a bar, with the figures in words below. */
final class UsageCharts extends VBox {
    private static final Messages MESSAGES = Messages.of(UsageCharts.class);

    UsageCharts(List<LimitUsage> usages) {
        getStyleClass().add("usages");
        getChildren().add(TextControls.wrapped(MESSAGES.text("usage.title"), "caption"));
        usages.forEach(usage -> getChildren().add(chart(usage)));
    }

    private static VBox chart(LimitUsage usage) {
        Label title = TextControls.wrapped(usage.title(), "row-title");
        if (usage.isUsedUp()) {
            title.getStyleClass().addAll("connection-state", "attention");
            title.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        }
        FlowPane legend = new FlowPane();
        legend.getStyleClass().add("usage-legend");
        legend.setMinHeight(USE_PREF_SIZE);
        usage.parts().forEach(part -> legend.getChildren().add(legend(UsageBar.style(part.kind()), part.words())));
        legend.getChildren().add(legend("mark", MESSAGES.text("usage.mark")));
        VBox chart = new VBox(title, new UsageBar(usage), legend,
                TextControls.wrapped(usage.words(), "text-small", "text-muted"));
        chart.getStyleClass().add("usage");
        return chart;
    }

    private static Label legend(String style, String words) {
        Region colour = new Region();
        colour.getStyleClass().addAll("usage-colour", style);
        Label label = TextControls.wrapped(words, "text-small");
        label.setGraphic(colour);
        return label;
    }
}
