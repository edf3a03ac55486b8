package dev.agenthub.app.ui.verify;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.verification.FileVerifier;
import dev.agenthub.app.verification.KnownKeys;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Parent;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The screen for offline verification. It needs neither sign-in nor a backend. */
public final class VerifyScreen implements Screen {
    private final VerifyViewModel model;
    private final Parent root;

    public VerifyScreen(AppServices services) {
        var keys = new KnownKeys(services.dataFolder().resolve("pins"));
        var moments = new Moments(services.clock(), services.zone());
        this.model = new VerifyViewModel(new FileVerifier(keys, services.clock()), services.tasks(), moments);
        this.root = Views.load(new VerifyController(model, services.files(), moments)).root();
    }

    /** Accepts files as if dropped on the screen: an export, its key, a pin. */
    public void offer(List<Path> files) {
        model.offer(files);
    }

    @Override
    public String id() {
        return "verify";
    }

    @Override
    public String title() {
        return Messages.of(VerifyScreen.class).text("screen.title");
    }

    @Override
    public Ikon icon() {
        return Feather.CHECK_SQUARE;
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void close() {
        model.cancel();
    }
}
