package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import java.util.List;
import java.util.UUID;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The filter and the order of the list, as properties that the controls change. Used on the window's thread only. */
public final class InboxConditions {
    private final ObjectProperty<InboxFilter.Scope> scope = new SimpleObjectProperty<>(InboxFilter.Scope.WAITING);
    private final ObjectProperty<RequestOrder> order = new SimpleObjectProperty<>(
            InboxFilter.Scope.WAITING.order());
    private final StringProperty text = new SimpleStringProperty("");
    private final BooleanProperty mine = new SimpleBooleanProperty();
    private final ObjectProperty<@Nullable RequestState> state = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Risk> risk = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable UUID> workspace = new SimpleObjectProperty<>();
    private final ObjectProperty<InboxFilter.@Nullable Asker> asker = new SimpleObjectProperty<>();

    InboxConditions() {
        scope.addListener((_, before, now) -> {
            if (state.get() != null && !now.states().contains(state.get())) {
                state.set(null);
            }
            // Whoever chose another order than the usual one keeps it.
            if (order.get() == before.order()) {
                order.set(now.order());
            }
        });
    }

    /** Runs {@code listener} after each change of a condition or of the order. */
    void whenChanged(Runnable listener) {
        List.of(text, order, scope, mine, state, risk, workspace, asker)
                .forEach(condition -> condition.addListener(_ -> listener.run()));
    }

    InboxFilter filter() {
        return new InboxFilter(scope.get(), text.get(), state.get(), risk.get(), workspace.get(), asker.get(),
                mine.get());
    }

    /**
     * Filters by this agent and, unless it is null, by this risk. If the list was filtered by this agent already, lists all
     * agents again.
     */
    public void chooseAgent(UUID agent, @Nullable Risk ofRisk) {
        boolean again = ofRisk == null && asker.get() != null && agent.equals(asker.get().agent());
        if (ofRisk != null) {
            risk.set(ofRisk);
        }
        asker.set(again ? null : new InboxFilter.Asker(agent, null));
    }

    public ObjectProperty<InboxFilter.Scope> scope() {
        return scope;
    }

    ObjectProperty<RequestOrder> order() {
        return order;
    }

    public StringProperty text() {
        return text;
    }

    /** Whether only requests are listed that this member can decide. */
    public BooleanProperty mine() {
        return mine;
    }

    public ObjectProperty<@Nullable RequestState> state() {
        return state;
    }

    public ObjectProperty<@Nullable Risk> risk() {
        return risk;
    }

    public ObjectProperty<@Nullable UUID> workspace() {
        return workspace;
    }

    public ObjectProperty<InboxFilter.@Nullable Asker> asker() {
        return asker;
    }
}
