package dev.agenthub.app.ui.lock;

import dev.agenthub.api.Me;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.signin.SignInViewModel;
import javafx.scene.Parent;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The only screen of a locked desktop: shows its member, unlocks their key and signs them in again. */
public final class LockScreen implements Screen {
    private final SignInViewModel model;
    private final View<LockController> view;

    /** {@code model} signs in {@code me} only. */
    public LockScreen(Me me, SignInViewModel model, Runnable signOut) {
        this.model = model;
        this.view = Views.load(new LockController(me, model, signOut));
    }

    @Override
    public void shown() {
        view.controller().focus();
    }

    /** Cancels the key being unlocked. */
    @Override
    public void close() {
        model.cancel();
    }

    @Override
    public String id() {
        return "locked";
    }

    @Override
    public String title() {
        return Messages.of(LockScreen.class).text("lock.rail");
    }

    @Override
    public Ikon icon() {
        return Feather.LOCK;
    }

    @Override
    public Parent root() {
        return view.root();
    }
}
