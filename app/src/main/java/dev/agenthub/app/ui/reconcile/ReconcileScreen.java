package dev.agenthub.app.ui.reconcile;

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

/** The screen for offline reconciliation. It needs neither sign-in nor a backend. */
public final class ReconcileScreen implements Screen {
    private final ReconcileViewModel model;
    private final Parent root;

    public ReconcileScreen(AppServices services) {
        var keys = new KnownKeys(services.dataFolder().resolve("pins"));
        this.model = new ReconcileViewModel(new FileVerifier(keys, services.clock()), services.tasks(),
                new Moments(services.clock(), services.zone()));
        this.root = Views.load(new ReconcileController(model, services.files())).root();
    }

    /** Accepts files as if dropped on the screen: an export, a provider's log, a key, a pin. */
    public void offer(List<Path> files) {
        model.offer(files);
    }

    @Override
    public String id() {
        return "reconcile";
    }

    @Override
    public String title() {
        return Messages.of(ReconcileScreen.class).text("screen.title");
    }

    @Override
    public Ikon icon() {
        return Feather.SHUFFLE;
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
