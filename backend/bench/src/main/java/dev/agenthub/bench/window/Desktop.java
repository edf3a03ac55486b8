package dev.agenthub.bench.window;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.ui.MainWindowController;
import dev.agenthub.app.ui.alerts.AlertsBanner;
import dev.agenthub.app.ui.approvals.InboxScreen;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Fonts;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** A member's window as the desktop shows it, with the inbox in it. Used on the window's thread. */
final class Desktop {

    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final MainWindowController.Ways NO_WAYS = new MainWindowController.Ways(() -> {}, () -> {}, () -> {},
            () -> {});

    private final Session session;
    private final TextSize textSize = new TextSize();
    private final AppServices services;
    private final Scene scene;
    private @Nullable InboxScreen inbox;
    private @Nullable AlertsBanner alerts;

    /** An empty window in the desktop's looks. */
    Desktop(Session session) {
        this.session = session;
        this.services = new AppServices(new FxTaskRunner(), NobodyAnswers.INSTANCE, _ -> {}, Path.of(""),
                InstantSource.system(), ZoneOffset.UTC, textSize);
        Fonts.load();
        Theme.LIGHT.use();
        this.scene = new Scene(new Label(), WIDTH, HEIGHT);
        Theme.style(scene);
        textSize.style(scene);
        Stage stage = new Stage();
        stage.setScene(scene);
        stage.setX(0);
        stage.setY(0);
        stage.show();
    }

    /** Joins by the invitation and signs in; on any thread. */
    static Session signIn(URI backend, String invitation) {
        BackendClient client = new BackendClient(backend);
        InvitationCode code = InvitationCode.parse(invitation).orElseThrow();
        UnlockedKey key = UnlockedKey.generate();
        client.enrol(code, "Approver", key.publicKey());
        return client.signIn(code.org(), key);
    }

    Scene scene() {
        return scene;
    }

    void showInbox() {
        View<MainWindowController> main = Views.load(new MainWindowController(textSize, NO_WAYS));
        InboxScreen shown = new InboxScreen(session, services, new Drafts());
        AlertsBanner banner = new AlertsBanner(session, services, _ -> {}, _ -> {});
        inbox = shown;
        alerts = banner;
        scene.setRoot(main.root());
        main.controller().offer(List.of(shown), session.me(), banner.root());
    }

    void showRequest(UUID request) {
        if (inbox != null) {
            inbox.showRequest(request);
        }
    }

    void close() {
        if (inbox != null) {
            inbox.close();
        }
        if (alerts != null) {
            alerts.close();
        }
    }

    private enum NobodyAnswers implements FileDialogs {
        INSTANCE;

        @Override
        public Optional<Path> open(String title, String description, String extension) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> save(String title, String suggestedName, String description, String extension) {
            return Optional.empty();
        }
    }
}
