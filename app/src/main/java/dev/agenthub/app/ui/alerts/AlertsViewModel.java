package dev.agenthub.app.ui.alerts;

import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.EventListener;
import dev.agenthub.app.client.EventSubscription;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.common.CoalescingQuery;
import dev.agenthub.app.ui.common.TaskRunner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that the signed-in administrator has not acknowledged. The oldest is shown,
 * and never replaced by a newer one. Confined to the window's thread.
 */
public final class AlertsViewModel {
    /** Time after an alert appears in which it cannot be acknowledged, since a click may have been meant for the previous one. */
    static final Duration MOMENT = Duration.ofMillis(900);

    private static final Set<String> NEWS = Set.of(ServerEvent.OVERRIDE_USED, ServerEvent.CAP_REACHED,
            ServerEvent.ALERT_ACKNOWLEDGED);

    private final Session session;
    private final TaskRunner tasks;
    private final CoalescingQuery<List<Alert>> alerts;
    private final ReadOnlyObjectWrapper<@Nullable Alert> shown = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
    private final StringProperty failure = new SimpleStringProperty("");
    private final ObjectProperty<EventListener.Link> link = new SimpleObjectProperty<>(EventListener.Link.CONNECTING);
    private TaskRunner.@Nullable Pending readying;
    private @Nullable EventSubscription events;

    public AlertsViewModel(Session session, TaskRunner tasks) {
        this.session = session;
        this.tasks = tasks;
        this.alerts = new CoalescingQuery<>(tasks, () -> session.client().administration().alerts(AlertFilter.OPEN),
                this::loaded, this::notLoaded);
    }

    /** Subscribes to alerts and fetches those not yet acknowledged. */
    public void start() {
        load();
        events = session.client().events(new EventListener() {
            @Override
            public void link(Link state) {
                tasks.onWindow(() -> linkIs(state));
            }

            @Override
            public void event(ServerEvent event) {
                if (NEWS.contains(event.name())) {
                    tasks.onWindow(AlertsViewModel.this::load);
                }
            }
        });
    }

    private void linkIs(EventListener.Link state) {
        link.set(state);
        if (state == EventListener.Link.LIVE) {
            load();
        }
    }

    /** Ends the subscription. */
    public void stop() {
        alerts.stop();
        if (events != null) {
            events.close();
            events = null;
        }
        stopReadying();
    }

    /** Acknowledges the shown alert, for this administrator only. */
    public void acknowledge() {
        Alert alert = shown.get();
        if (alert == null || !ready.get()) {
            return;
        }
        ready.set(false);
        tasks.run(() -> session.client().administration().acknowledge(alert.alert()), _ -> load(), failed -> {
            failure.set(failed.line());
            ready.set(true);
        });
    }

    /** Fetches the alerts. */
    public void load() {
        alerts.ask();
    }

    private void loaded(List<Alert> found) {
        failure.set("");
        show(found);
    }

    private void notLoaded(Failure failed) {
        if (failed.code().equals(ErrorCode.FORBIDDEN.name())) {
            // The member is no longer an administrator and receives no alerts.
            show(List.of());
        } else {
            failure.set(failed.line());
        }
    }

    private void show(List<Alert> open) {
        Alert oldest = open.isEmpty() ? null : open.getLast();
        UUID before = shown.get() == null ? null : shown.get().alert();
        count.set(open.size());
        shown.set(oldest);
        if (oldest == null || !oldest.alert().equals(before)) {
            ready.set(false);
            stopReadying();
        }
        if (oldest != null && !oldest.alert().equals(before)) {
            readying = tasks.after(MOMENT, () -> ready.set(true));
        }
    }

    private void stopReadying() {
        if (readying != null) {
            readying.cancel();
            readying = null;
        }
    }

    /** The oldest unacknowledged alert; null for none. */
    public ReadOnlyObjectProperty<@Nullable Alert> shown() {
        return shown.getReadOnlyProperty();
    }

    /** The number of unacknowledged alerts. */
    public ReadOnlyIntegerProperty count() {
        return count.getReadOnlyProperty();
    }

    /** Whether the shown alert can be acknowledged now. */
    public ReadOnlyBooleanProperty ready() {
        return ready.getReadOnlyProperty();
    }

    /** Why alerts could not be fetched or acknowledged; empty otherwise, and while the connection's notice says so. */
    public ObservableValue<String> failure() {
        return link.flatMap(now -> failure.map(why -> now.isWell() ? why : ""));
    }
}
