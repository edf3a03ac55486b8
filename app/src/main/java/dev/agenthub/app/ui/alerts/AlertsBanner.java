package dev.agenthub.app.ui.alerts;

import dev.agenthub.api.Me;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** The banner with the signed-in member's alerts above every screen. */
public final class AlertsBanner {
    private static final Duration REDRAW = Duration.ofSeconds(20);

    private final TaskRunner tasks;
    private final AlertsViewModel model;
    private final View<AlertsController> view;
    private TaskRunner.@Nullable Pending redraw;

    /** Subscribes to alerts. {@code showRequest} and {@code showConnection} open what an alert is about. */
    public AlertsBanner(Session session, AppServices services, Consumer<UUID> showRequest,
            Consumer<@Nullable UUID> showConnection) {
        this.tasks = services.tasks();
        this.model = new AlertsViewModel(session, tasks);
        this.view = Views.load(
                new AlertsController(model, new Moments(services.clock(), services.zone()), showRequest,
                        showConnection));
        model.start();
        redraw = tasks.after(REDRAW, this::redrawTimes);
    }

    /** Whether this member receives alerts. */
    public static boolean isFor(Me me) {
        return me.roles().contains(Role.OWNER) || me.roles().contains(Role.ADMIN);
    }

    private void redrawTimes() {
        view.controller().redrawTimes();
        redraw = tasks.after(REDRAW, this::redrawTimes);
    }

    public Parent root() {
        return view.root();
    }

    /** Ends the subscription. */
    public void close() {
        model.stop();
        if (redraw != null) {
            redraw.cancel();
            redraw = null;
        }
    }
}
