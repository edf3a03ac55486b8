package dev.agenthub.app.ui;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.ui.alerts.AlertsBanner;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.signin.Arrival;
import dev.agenthub.app.ui.signin.EntranceScreen;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** Leads from the way in to the screens of whoever signed in, and back. */
public final class DesktopFlow {
    private final AppServices services;
    private final KeyFiles keys;
    private final BackendClient backend;
    private final Arrival arrival;
    private final Places places;
    private final View<MainWindowController> window = Views.load(new MainWindowController(this::signOut));
    private @Nullable Session session;
    private @Nullable AlertsBanner alerts;

    public DesktopFlow(AppServices services, KeyFiles keys, BackendClient backend, Arrival arrival, Places places) {
        this.services = services;
        this.keys = keys;
        this.backend = backend;
        this.arrival = arrival;
        this.places = places;
    }

    public Parent root() {
        return window.root();
    }

    /** Shows the way in. */
    public void begin() {
        List<Screen> screens = new ArrayList<>();
        screens.add(new EntranceScreen(services, keys, backend, arrival, this::signedIn));
        screens.addAll(places.of(null, this::goTo));
        window.controller().offer(screens, null);
    }

    /** Ends the session, if there is one, and lets go of the key. */
    public void end() {
        end(() -> {});
    }

    /** The same; {@code then} runs when the backend has heard of it, or could not be reached. */
    public void end(Runnable then) {
        window.controller().closeScreens();
        if (alerts != null) {
            alerts.close();
            alerts = null;
        }
        Session ending = session;
        session = null;
        if (ending == null) {
            then.run();
            return;
        }
        ending.signer().close();
        services.tasks().run(() -> {
            ending.client().signOut();
            return true;
        }, _ -> then.run(), _ -> then.run());
    }

    private void signedIn(Session opened) {
        session = opened;
        alerts = AlertsBanner.isFor(opened.me())
                ? new AlertsBanner(opened, services, window.controller()::showRequest)
                : null;
        window.controller().offer(places.of(opened, this::goTo), opened.me(),
                alerts == null ? null : alerts.root());
    }

    private void goTo(String screen) {
        window.controller().goTo(screen);
    }

    private void signOut() {
        end();
        begin();
    }
}
