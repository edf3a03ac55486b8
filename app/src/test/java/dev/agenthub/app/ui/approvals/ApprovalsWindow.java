package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.MainWindowController;
import dev.agenthub.app.ui.alerts.AlertsBanner;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.reading.ExactTextView;
import dev.agenthub.app.ui.approvals.reading.OnScreen;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;

/** The main window with the inbox of a member who is signed in, and the alerts above it. */
final class ApprovalsWindow implements AutoCloseable {
    /** What decides about a request on show. */
    private static final List<String> PINNED = List.of("request-title-lines", "request-risk", "request-expires",
            "request-progress", "request-middle", "request-hash", "request-same-here",
            "request-reason", "request-deny",
            "request-approve", "request-armed");

    /** Of sums of parts of pixels. */
    private static final double ROUNDING = 1e-6;

    private final FxTaskRunner tasks = new FxTaskRunner();
    private final TestBackend backend = new TestBackend();
    private final BackendClient client = new BackendClient(backend.uri());
    private final Window window = new Window();
    private final InboxScreen inbox;
    private final AlertsBanner banner;

    ApprovalsWindow(Path folder) throws IOException, TimeoutException {
        Session ada = People.signIn(backend, client, "Ada Lind");
        AppServices plain = TestServices.of(tasks, folder);
        AppServices services = new AppServices(tasks, plain.files(), plain.browser(), folder, plain.clock(),
                plain.zone(),
                window.textSize());
        View<MainWindowController> main = window
                .onWindow(() -> Views.load(new MainWindowController(window.textSize(), Window.NO_WAYS)));
        inbox = window.onWindow(() -> new InboxScreen(ada, services, new Drafts()));
        banner = window.onWindow(() -> new AlertsBanner(ada, services, _ -> {}, _ -> {}));
        window.show(main.root());
        window.onWindow(() -> {
            main.controller().offer(List.of(inbox), ada.me(), banner.root());
            return true;
        });
    }

    Window window() {
        return window;
    }

    TestBackend backend() {
        return backend;
    }

    /** Shows the request, and waits until its bytes were checked. */
    void show(UUID request) {
        window.onWindow(() -> inbox.showRequest(request));
        window.awaitShown("request-same-here");
    }

    /** Shows no request any more. */
    void showNone() {
        window.onWindow(() -> inbox.showRequest(UUID.randomUUID()));
        window.awaitShown("request-refused");
    }

    /** Resizes the window; what decides is wholly in it then, none of it over another, and some bytes are too. */
    void assertPinnedAt(int width, int height) {
        window.resize(width, height);
        window.onWindow(() -> {
            List<Node> nodes = PINNED.stream().map(window::node).toList();
            for (Node node : nodes) {
                assertThat(OnScreen.isWhole(node)).as("%s at %d×%d", node.getId(), width, height).isTrue();
                nodes.stream().filter(other -> !other.equals(node)).forEach(other -> assertThat(overlap(node, other))
                        .as("%s over %s at %d×%d", node.getId(), other.getId(), width, height).isFalse());
            }
            ExactTextView payload = (ExactTextView) window.node("request-payload");
            double middle = ((ScrollPane) window.node("request-middle")).getViewportBounds().getHeight();
            assertThat(payload.getHeight() + ROUNDING).as("rows at %d×%d", width, height)
                    .isGreaterThanOrEqualTo(Math.min(payload.getMaxHeight(),
                            Math.min(payload.heightOf(8), Math.max(payload.heightOf(2), middle))));
            assertThat(middle + ROUNDING).as("room for four rows of bytes at %d×%d", width, height)
                    .isGreaterThanOrEqualTo(Math.min(payload.getMaxHeight(), payload.heightOf(4)));
            return true;
        });
    }

    private static boolean overlap(Node one, Node other) {
        Bounds a = one.localToScene(one.getLayoutBounds());
        Bounds b = other.localToScene(other.getLayoutBounds());
        return Math.min(a.getMaxX(), b.getMaxX()) - Math.max(a.getMinX(), b.getMinX()) > 1
                && Math.min(a.getMaxY(), b.getMaxY()) - Math.max(a.getMinY(), b.getMinY()) > 1;
    }

    @Override
    public void close() {
        window.onWindow(() -> {
            inbox.close();
            banner.close();
            return true;
        });
        window.close();
        client.close();
        backend.close();
        tasks.close();
    }
}
