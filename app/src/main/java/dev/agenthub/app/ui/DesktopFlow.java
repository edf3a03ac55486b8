package dev.agenthub.app.ui;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.signin.EntranceScreen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** Leads from the way in to the screens of whoever signed in, and back. */
public final class DesktopFlow {
    private final AppServices services;
    private final KeyFiles keys;
    private final BackendClient backend;
    private final Supplier<@Nullable String> ownerInvitation;
    private final Function<Session, List<Screen>> signedInScreens;
    private final Supplier<List<Screen>> publicScreens;
    private final View<MainWindowController> window = Views.load(new MainWindowController(this::signOut));
    private @Nullable Session session;

    /** {@code publicScreens} need no session; they stand after the way in, and after the screens of a session. */
    public DesktopFlow(AppServices services, KeyFiles keys, BackendClient backend,
            Supplier<@Nullable String> ownerInvitation, Function<Session, List<Screen>> signedInScreens,
            Supplier<List<Screen>> publicScreens) {
        this.services = services;
        this.keys = keys;
        this.backend = backend;
        this.ownerInvitation = ownerInvitation;
        this.signedInScreens = signedInScreens;
        this.publicScreens = publicScreens;
    }

    public Parent root() {
        return window.root();
    }

    /** Shows the way in. */
    public void begin() {
        List<Screen> screens = new ArrayList<>();
        screens.add(new EntranceScreen(services, keys, backend, ownerInvitation, this::signedIn));
        screens.addAll(publicScreens.get());
        window.controller().offer(screens, null);
    }

    /** Ends the session, if there is one, and lets go of the key. */
    public void end() {
        window.controller().closeScreens();
        Session ending = session;
        session = null;
        if (ending != null) {
            ending.signer().close();
            services.tasks().run(() -> {
                ending.client().signOut();
                return true;
            }, _ -> {}, _ -> {});
        }
    }

    private void signedIn(Session opened) {
        session = opened;
        List<Screen> screens = new ArrayList<>(signedInScreens.apply(opened));
        screens.addAll(publicScreens.get());
        window.controller().offer(screens, opened.me());
    }

    private void signOut() {
        end();
        begin();
    }
}
