package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.AgentCount;
import dev.agenthub.api.AgentCounts;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Shortened;
import dev.agenthub.app.ui.common.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Shows one line for each of the agents with the most requests, with its share of all. Choosing a line filters the list by that agent. */
public final class AgentStrip extends VBox {
    private static final Messages MESSAGES = Messages.of(AgentStrip.class);
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    /** So that the list below keeps most of the room. */
    private static final int MOST = 4;
    private static final int LONGEST_NAME = 60;

    private Consumer<UUID> onChoose = _ -> {};

    public AgentStrip() {
        getStyleClass().add("agent-strip");
        setMinHeight(USE_PREF_SIZE);
        Shown.set(this, false);
    }

    public void onChoose(Consumer<UUID> listener) {
        onChoose = listener;
    }

    /**
     * Shows the lines if several agents have requests or one agent is chosen; hides itself otherwise.
     *
     * @param chosen the agent by which the list is filtered; null for none
     * @param waiting whether the counted requests wait for decisions
     */
    public void show(AgentCounts counts, @Nullable UUID chosen, boolean waiting) {
        List<AgentCount> agents = counts.agents();
        List<Node> lines = new ArrayList<>();
        Map<UUID, String> names = AgentNames
                .of(agents.stream().collect(Collectors.toMap(AgentCount::agent, AgentCount::name)));
        long named = 0;
        for (AgentCount agent : agents.subList(0, Math.min(MOST, agents.size()))) {
            lines.add(line(agent, names.getOrDefault(agent.agent(), ""), counts.requests(),
                    agent.agent().equals(chosen), waiting));
            named += agent.requests();
        }
        if (counts.requests() > named) {
            Label others = new Label(MESSAGES.text("inbox.agents.others", counts.requests() - named));
            others.setId("inbox-agents-others");
            others.getStyleClass().addAll("text-small", "text-muted");
            lines.add(others);
        }
        getChildren().setAll(lines);
        Shown.set(this, lines.size() > 1 || (chosen != null && !lines.isEmpty()));
    }

    private Button line(AgentCount agent, String whole, long all, boolean chosen, boolean waiting) {
        Label name = new Label(Shortened.inTheMiddle(LONGEST_NAME, whole));
        name.setMinWidth(0);
        // What tells it from another of this name stands at its end.
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Label count = new Label(
                MESSAGES.text(waiting ? "inbox.agents.waiting" : "inbox.agents.count", agent.requests()));
        count.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox words = new HBox(8, name, gap, count);
        Region bar = new Region();
        bar.getStyleClass().add("agent-share");
        StackPane room = new StackPane(bar);
        room.setAlignment(Pos.CENTER_LEFT);
        room.getStyleClass().add("agent-shares");
        bar.maxWidthProperty().bind(room.widthProperty().multiply(agent.requests()).divide((double) all));
        Button button = new Button();
        button.setId("inbox-agent-" + agent.agent());
        button.setGraphic(new VBox(2, words, room));
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setMaxWidth(Double.MAX_VALUE);
        button.getStyleClass().setAll("agent-line");
        button.pseudoClassStateChanged(CHOSEN, chosen);
        button.setAccessibleText(MESSAGES.text(chosen ? "inbox.agents.chosen" : "inbox.agents.name", whole,
                agent.requests()));
        button.setTooltip(new Tooltip(MESSAGES.text(chosen ? "inbox.agents.all" : "inbox.agents.only", whole)));
        button.setOnAction(_ -> onChoose.accept(agent.agent()));
        return button;
    }
}
