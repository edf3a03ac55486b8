package dev.agenthub.app.ui;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.ClockDifference;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.alerts.AlertsBanner;
import dev.agenthub.app.ui.audit.AuditScreen;
import dev.agenthub.app.ui.audit.LogNotice;
import dev.agenthub.app.ui.audit.LogNoticeViewModel;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.lock.InputWatch;
import dev.agenthub.app.ui.lock.LockScreen;
import dev.agenthub.app.ui.signin.EntranceScreen;
import dev.agenthub.app.ui.signin.SignInContext;
import dev.agenthub.app.ui.signin.SignInViewModel;
import dev.agenthub.app.ui.signin.SignedInMembers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Switches the main window between the sign-in screen, the members' screens and the lock screen. */
public final class DesktopFlow {
    private static final Messages MESSAGES = Messages.of(DesktopFlow.class);

    private final AppServices services;
    private final KeyFiles keys;
    private final BackendClient backend;
    private final SignInContext context;
    private final Screens screens;
    private final Duration lockAfter;
    private final View<MainWindowController> window;
    private final Identities identities;
    /** The session whose screens are shown; null on the sign-in screen. */
    private @Nullable Session session;
    private @Nullable InputWatch input;
    private @Nullable AlertsBanner alerts;
    private @Nullable LogNoticeViewModel log;

    /** {@code lockAfter} is the time without input after which the desktop is locked. */
    public DesktopFlow(AppServices services, KeyFiles keys, BackendClient backend, SignInContext context,
            Screens screens,
            Duration lockAfter) {
        this.services = services;
        this.keys = keys;
        this.backend = backend;
        this.context = context;
        this.screens = screens;
        this.lockAfter = lockAfter;
        this.identities = new Identities(services.tasks());
        this.window = Views.load(new MainWindowController(services.textSize(), new MainWindowController.Ways(
                this::lock, this::signOut, this::chooseIdentity, this::nextIdentity)));
    }

    public Parent root() {
        return window.root();
    }

    /** Shows the sign-in screen, where members already signed in continue without a passphrase. */
    public void begin() {
        List<Screen> shown = new ArrayList<>();
        shown.add(new EntranceScreen(services, keys, backend, context, this::signedIn,
                new SignedInMembers(card -> identities.of(card).isPresent(),
                        card -> identities.of(card).ifPresent(this::show))));
        shown.addAll(screens.of(null, goTo(null)));
        window.controller().offer(shown, null);
    }

    /** Ends all sessions and wipes the keys. */
    public void end() {
        end(() -> {});
    }

    /** As {@link #end()}. {@code then} runs after the backend has answered or could not be reached. */
    public void end(Runnable then) {
        leave();
        identities.endAll(then);
        stopWatching();
    }

    /** Closes the current member's screens without ending the session. */
    private void leave() {
        session = null;
        window.controller().closeScreens();
        if (alerts != null) {
            alerts.close();
            alerts = null;
        }
        if (log != null) {
            log.stop();
            log = null;
        }
    }

    private void stopWatching() {
        if (input != null && identities.isEmpty()) {
            input.stop();
            input = null;
        }
    }

    private void signedIn(Session opened) {
        identities.add(opened);
        if (input == null) {
            input = new InputWatch(new IdleTime(lockAfter, services.clock(), System::nanoTime), services.tasks(),
                    this::lock);
        }
        show(opened);
    }

    private void show(Session next) {
        leave();
        session = next;
        ConnectionNotice connection = new ConnectionNotice(backend,
                () -> ClockDifference.words(next.client(), services.clock()));
        List<Screen> shown = screens.of(next, goTo(next));
        Runnable toAudit = shown.stream().anyMatch(screen -> screen.id().equals(AuditScreen.ID))
                ? () -> window.controller().goTo(AuditScreen.ID)
                : null;
        LogNoticeViewModel state = new LogNoticeViewModel(next.client()::logState, services.tasks(), toAudit != null);
        log = state;
        next.client().watch(new SessionEvents(services.tasks(), connection::show, state::ask),
                why -> services.tasks().onWindow(() -> ended(next, why)));
        alerts = AlertsBanner.isFor(next.me())
                ? new AlertsBanner(next, services, window.controller()::showRequest,
                        window.controller()::showConnection)
                : null;
        VBox above = new VBox(connection.root(), new LogNotice(state, toAudit).root());
        if (alerts != null) {
            above.getChildren().add(alerts.root());
        }
        window.controller().offer(shown, next.me(), above);
    }

    /** Shows the next signed-in member's screens; where there is none, the sign-in screen with all keys of this device. */
    private void nextIdentity() {
        Session next = identities.after(session);
        if (next != null) {
            InputWatch.closeMenus();
            show(next);
        } else if (session != null) {
            chooseIdentity();
        }
    }

    private void chooseIdentity() {
        InputWatch.closeMenus();
        leave();
        begin();
    }

    /**
     * The backend has ended a session: closes its screens, whose content is no longer valid, and shows the reason on the sign-in screen.
     */
    private void ended(Session over, BackendException why) {
        if (!identities.holds(over)) {
            return;
        }
        boolean inFront = over.equals(session);
        if (inFront) {
            leave();
        }
        end(over);
        if (inFront) {
            InputWatch.closeMenus();
            context.sessionEnded(card(over), MESSAGES.text("session.ended", why.sentence()));
            begin();
        }
    }

    private void end(Session one) {
        screens.forget(one.me().member());
        identities.end(one, () -> {});
        stopWatching();
    }

    private @Nullable KeyCard card(Session of) {
        return keys.list().cards().stream().filter(one -> one.key().equals(of.signer().keyId())).findFirst()
                .orElse(null);
    }

    /**
     * Shows a screen by its id, but only while this session is in front: an export begun in one session must not leave another's screens.
     */
    private Consumer<String> goTo(@Nullable Session from) {
        return screen -> {
            if (Objects.equals(session, from)) {
                window.controller().goTo(screen);
            }
        };
    }

    /**
     * Wipes all keys, ends all sessions and closes all screens. Nothing more is signed; statements already signed are still sent.
     * Unlocking signs in again, so that all screens are fetched again and every request has to be read again before a decision.
     */
    private void lock() {
        if (identities.isEmpty()) {
            return;
        }
        Session locked = session;
        end();
        InputWatch.closeMenus();
        KeyCard own = locked == null ? null : card(locked);
        if (locked == null || own == null) {
            begin();
            return;
        }
        SignInViewModel model = new SignInViewModel(keys, own, backend, services.tasks(), this::signedIn);
        window.controller().offer(List.of(new LockScreen(locked.me(), model, () -> {
            screens.forget(locked.me().member());
            begin();
        })), null);
    }

    /** Signs the current member out; others stay signed in. */
    private void signOut() {
        Session leaving = session;
        if (leaving != null) {
            leave();
            end(leaving);
        }
        begin();
    }
}
