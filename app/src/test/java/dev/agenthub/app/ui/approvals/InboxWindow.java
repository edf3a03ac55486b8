package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Shortcuts;
import dev.agenthub.app.ui.common.TaskRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The inbox of a member who is signed in, in a real window and with real threads. */
final class InboxWindow {
    private final FxTaskRunner tasks = new FxTaskRunner();
    private final Window window;
    private final InboxScreen inbox;

    InboxWindow(Session session, Path folder) throws TimeoutException {
        this(session, tasks -> TestServices.of(tasks, folder));
    }

    InboxWindow(Session session, Function<TaskRunner, AppServices> services) throws TimeoutException {
        window = new Window();
        inbox = window.onWindow(() -> new InboxScreen(session, services.apply(tasks), new Drafts()));
        window.show(inbox.root());
        window.onWindow(() -> new Shortcuts(inbox.root(),
                () -> List.of(new Shortcuts.Group(inbox.title(), inbox.shortcuts()))));
    }

    Window window() {
        return window;
    }

    void showRequest(UUID request) {
        window.onWindow(() -> inbox.showRequest(request));
    }

    /** Closes it, then what is behind it, and last the threads: they still hear that the backend is gone. */
    void close(AutoCloseable... behind) throws Exception {
        window.onWindow(() -> {
            inbox.close();
            return true;
        });
        window.close();
        for (AutoCloseable one : behind) {
            one.close();
        }
        tasks.close();
    }
}
