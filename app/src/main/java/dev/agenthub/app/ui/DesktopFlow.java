package dev.agenthub.app.ui;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.Session;
import dev.agenthub.api.Me;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.ui.alerts.AlertsBanner;
import dev.agenthub.app.ui.audit.AuditScreen;
import dev.agenthub.app.ui.audit.LogNotice;
import dev.agenthub.app.ui.audit.LogNoticeViewModel;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.ClockDifference;
import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.lock.InputWatch;
import dev.agenthub.app.ui.lock.LockScreen;
import dev.agenthub.app.ui.signin.Arrival;
import dev.agenthub.app.ui.signin.EntranceScreen;
import dev.agenthub.app.ui.signin.SignInViewModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Leads from the way in to the screens of whoever signed in, and back. */
public final class DesktopFlow {
    private static final Messages MESSAGES = Messages.of(DesktopFlow.class);

    private final AppServices services;
    private final KeyFiles keys;
    private final BackendClient backend;
    private final Arrival arrival;
    private final Places places;
    private final Duration lockAfter;
    private final View<MainWindowController> window;
    private @Nullable Session session;
    private @Nullable KeyCard card;
    private @Nullable InputWatch input;
    private @Nullable AlertsBanner alerts;
    private @Nullable LogNoticeViewModel log;

    /** {@code lockAfter} is how long nobody may be at the window before whoever is signed in has to unlock their key again. */
    public DesktopFlow(AppServices services, KeyFiles keys, BackendClient backend, Arrival arrival, Places places,
            Duration lockAfter) {
        this.services = services;
        this.keys = keys;
        this.backend = backend;
        this.arrival = arrival;
        this.places = places;
        this.lockAfter = lockAfter;
        this.window = Views.load(new MainWindowController(services.textSize(), this::lock, this::signOut));
    }

    public Parent root() {
        return window.root();
    }

    /** Shows the way in. */
    public void begin() {
        List<Screen> screens = new ArrayList<>();
        screens.add(new EntranceScreen(services, keys, backend, arrival, this::signedIn));
        screens.addAll(places.of(null, goTo(null)));
        window.controller().offer(screens, null);
    }

    /** Ends the session, if there is one, and lets go of the key. */
    public void end() {
        end(() -> {});
    }

    /** The same; {@code then} runs when the backend has heard of it, or could not be reached. */
    public void end(Runnable then) {
        Session ending = session;
        session = null;
        if (ending != null) {
            ending.signer().close();
        }
        if (input != null) {
            input.stop();
            input = null;
        }
        window.controller().closeScreens();
        if (alerts != null) {
            alerts.close();
            alerts = null;
        }
        if (log != null) {
            log.stop();
            log = null;
        }
        if (ending == null) {
            then.run();
            return;
        }
        services.tasks().run(() -> {
            ending.client().signOut();
            return true;
        }, _ -> then.run(), _ -> then.run());
    }

    private void signedIn(Session opened) {
        session = opened;
        card = keys.list().cards().stream().filter(one -> one.key().equals(opened.signer().keyId())).findFirst()
                .orElse(null);
        input = new InputWatch(new IdleTime(lockAfter, services.clock(), System::nanoTime), services.tasks(),
                this::lock);
        ConnectionNotice connection = new ConnectionNotice(backend,
                () -> ClockDifference.words(opened.client(), services.clock()));
        List<Screen> screens = places.of(opened, goTo(opened));
        Runnable toAudit = screens.stream().anyMatch(screen -> screen.id().equals(AuditScreen.ID))
                ? () -> window.controller().goTo(AuditScreen.ID)
                : null;
        log = new LogNoticeViewModel(opened.client()::logState, services.tasks(), toAudit != null);
        opened.client().watch(new SessionEvents(services.tasks(), connection::show, log::ask),
                why -> services.tasks().onWindow(() -> ended(opened, why)));
        alerts = AlertsBanner.isFor(opened.me())
                ? new AlertsBanner(opened, services, window.controller()::showRequest)
                : null;
        VBox above = new VBox(connection.root(), new LogNotice(log, toAudit).root());
        if (alerts != null) {
            above.getChildren().add(alerts.root());
        }
        window.controller().offer(screens, opened.me(), above);
    }

    /** The backend ended it: nothing of what was on show is true any more, and the way in says why. */
    private void ended(Session over, BackendException why) {
        if (!over.equals(session)) {
            return;
        }
        KeyCard own = card;
        end();
        InputWatch.closeMenus();
        arrival.comeBack(own, MESSAGES.text("session.ended", why.sentence()));
        begin();
    }

    /** Nothing that began in one session, such as an export, leads away from the screens of another. */
    private Consumer<String> goTo(@Nullable Session from) {
        return screen -> {
            if (Objects.equals(session, from)) {
                window.controller().goTo(screen);
            }
        };
    }

    /**
     * Wipes the key, ends the session and takes every screen away. Nothing is signed any more from here on; what was signed already still
     * arrives. Whoever unlocks signs in anew: all they see is as the backend has it then, and all they decide is read anew.
     */
    private void lock() {
        Session locked = session;
        if (locked == null) {
            return;
        }
        Me me = locked.me();
        KeyCard own = card;
        end();
        InputWatch.closeMenus();
        if (own == null) {
            begin();
            return;
        }
        SignInViewModel model = new SignInViewModel(keys, own, backend, services.tasks(), this::signedIn);
        window.controller().offer(List.of(new LockScreen(me, model, this::signOut)), null);
    }

    private void signOut() {
        end();
        begin();
    }
}
