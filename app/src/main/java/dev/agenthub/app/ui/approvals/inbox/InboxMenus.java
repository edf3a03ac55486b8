package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.evidence.governance.ChangeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Fills the filter menus of the inbox; choices show how many requests they match where that is known. */
public final class InboxMenus {
    private static final Messages MESSAGES = Messages.of(InboxMenus.class);

    private final InboxViewModel model;
    /** While a menu is filled anew its selection means nothing. */
    private boolean filling;

    public InboxMenus(InboxViewModel model) {
        this.model = model;
    }

    /**
     * One line of a menu.
     *
     * @param value null for no condition
     */
    public record Choice<T>(@Nullable T value, String label) {}

    public void fill(ComboBox<Choice<RequestState>> state, ComboBox<Choice<Risk>> risk,
            ComboBox<Choice<UUID>> workspace,
            ComboBox<Choice<InboxFilter.Asker>> asker, ComboBox<Choice<RequestOrder>> order) {
        offer(state, model.conditions().state());
        offer(risk, model.conditions().risk());
        offer(workspace, model.conditions().workspace());
        offer(asker, model.conditions().asker());
        offer(order, model.conditions().order());
        put(order, List.of(RequestOrder.values()).stream()
                .map(way -> new Choice<>(way, MESSAGES.text("inbox.order." + way.name()))).toList(),
                model.conditions().order().get());
        InvalidationListener again = _ -> {
            put(state, states(), model.conditions().state().get());
            put(risk, risks(), model.conditions().risk().get());
            put(workspace, workspaces(), model.conditions().workspace().get());
            put(asker, askers(), model.conditions().asker().get());
        };
        model.counts().addListener(again);
        model.conditions().scope().addListener(again);
        model.workspaces().addListener(again);
        model.agents().addListener(again);
        again.invalidated(model.counts());
    }

    private <T> void offer(ComboBox<Choice<T>> menu, ObjectProperty<@Nullable T> chosen) {
        menu.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Choice<T> choice) {
                return choice == null ? "" : choice.label();
            }

            @Override
            public Choice<T> fromString(String text) {
                throw new UnsupportedOperationException("The choice is not typed");
            }
        });
        menu.valueProperty().subscribe(choice -> {
            if (choice != null && !filling) {
                chosen.set(choice.value());
            }
        });
        // What is chosen elsewhere, such as by the line of an agent, stands in the menu too.
        chosen.addListener(_ -> menu.getItems().stream()
                .filter(choice -> Objects.equals(choice.value(), chosen.get())).findFirst()
                .ifPresent(menu::setValue));
    }

    private <T> void put(ComboBox<Choice<T>> menu, List<Choice<T>> choices, @Nullable T chosen) {
        if (menu.getItems().equals(choices)) {
            return;
        }
        filling = true;
        try {
            menu.getItems().setAll(choices);
            menu.setValue(choices.stream().filter(choice -> Objects.equals(choice.value(), chosen)).findFirst()
                    .orElse(choices.getFirst()));
        } finally {
            filling = false;
        }
    }

    private List<Choice<RequestState>> states() {
        RequestCounts counts = model.counts().get();
        List<Choice<RequestState>> choices = any("inbox.state.any");
        model.filter().scope().states().forEach(
                state -> choices.add(counted(state, "inbox.state." + state.name(), counts.with(state))));
        return choices;
    }

    private List<Choice<Risk>> risks() {
        RequestCounts counts = model.counts().get();
        List<Choice<Risk>> choices = any("inbox.risk.any");
        for (Risk risk : List.of(Risk.HIGH, Risk.MEDIUM, Risk.LOW)) {
            choices.add(counted(risk, "inbox.risk." + risk.name(), counts.with(risk)));
        }
        return choices;
    }

    private List<Choice<UUID>> workspaces() {
        List<Choice<UUID>> choices = any("inbox.workspace.any");
        model.workspaces().forEach(place -> choices
                .add(new Choice<>(place.workspace(), HiddenCharacters.marked(place.name()))));
        return choices;
    }

    private List<Choice<InboxFilter.Asker>> askers() {
        List<Choice<InboxFilter.Asker>> choices = any("inbox.asker.any");
        choices.add(kind(RequestFilter.ACTIONS, "inbox.asker.action"));
        AgentNames.of(model.agents()).entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(agent -> choices
                .add(new Choice<>(new InboxFilter.Asker(agent.getKey(), null), agent.getValue())));
        choices.add(kind(RequestFilter.CHANGES, "inbox.asker.change"));
        for (ChangeKind kind : ChangeKind.values()) {
            choices.add(kind(kind.word(), "inbox.kind." + kind.name()));
        }
        return choices;
    }

    private static Choice<InboxFilter.Asker> kind(String word, String key) {
        return new Choice<>(new InboxFilter.Asker(null, word), MESSAGES.text(key));
    }

    private static <T> List<Choice<T>> any(String key) {
        List<Choice<T>> choices = new ArrayList<>();
        choices.add(new Choice<>(null, MESSAGES.text(key)));
        return choices;
    }

    private static <T> Choice<T> counted(T value, String key, long count) {
        return new Choice<>(value, MESSAGES.text("inbox.choice.counted", MESSAGES.text(key), count));
    }
}
