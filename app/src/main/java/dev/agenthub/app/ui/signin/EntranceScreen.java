package dev.agenthub.app.ui.signin;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.Views;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The screen before sign-in: first enrolment, sign-in, or joining by invitation. */
public final class EntranceScreen implements Screen {
    private final AppServices services;
    private final KeyFiles keys;
    private final BackendClient backend;
    private final SignInContext context;
    private final Consumer<Session> done;
    private final SignedInMembers signedIn;
    private final StackPane root = new StackPane();
    private Runnable cancel = () -> {};

    public EntranceScreen(AppServices services, KeyFiles keys, BackendClient backend, SignInContext context,
            Consumer<Session> done, SignedInMembers signedIn) {
        this.services = services;
        this.keys = keys;
        this.backend = backend;
        this.context = context;
        this.done = done;
        this.signedIn = signedIn;
    }

    @Override
    public void shown() {
        String code = context.ownerInvitation();
        if (code != null || (context.invitation().isPresent()
                && context.keyForInvitedOrganization(keys.list().cards()).isEmpty())) {
            showEnrol(code);
        } else {
            showSignIn();
        }
    }

    private void showSignIn() {
        SignInViewModel model = new SignInViewModel(keys, backend, services.tasks(), done, signedIn);
        context.keyForInvitedOrganization(model.people()).ifPresent(model.person()::set);
        SignInContext.EndedSession back = context.takeEndedSession();
        if (back != null) {
            model.cameBack(back.card(), back.why());
        }
        show(new SignInController(model, () -> showEnrol(null), this::showCopy, () -> showCopy(null),
                context.otherBackend()), model::cancel);
    }

    private void showEnrol(@Nullable String code) {
        EnrolViewModel model = new EnrolViewModel(keys, backend, services.tasks(), code, session -> {
            context.useInvitation();
            done.accept(session);
        });
        if (code == null) {
            context.invitation().ifPresent(model.invitation()::set);
        }
        boolean canGoBack = code == null || !keys.list().cards().isEmpty();
        show(new EnrolController(model, canGoBack ? this::showSignIn : null, context.otherBackend()), () -> {});
    }

    private void showCopy(@Nullable KeyCard card) {
        KeyCopyViewModel model = new KeyCopyViewModel(keys, services, card);
        show(new KeyCopyController(model, this::showSignIn), model::cancel);
    }

    private void show(Object controller, Runnable whenLeft) {
        cancel.run();
        cancel = whenLeft;
        root.getChildren().setAll(Views.load(controller).root());
    }

    /** Cancels the key being unlocked. */
    @Override
    public void close() {
        cancel.run();
    }

    @Override
    public String id() {
        return "sign-in";
    }

    @Override
    public String title() {
        return Messages.of(EntranceScreen.class).text("signin.rail");
    }

    @Override
    public Ikon icon() {
        return Feather.LOG_IN;
    }

    @Override
    public Parent root() {
        return root;
    }
}
