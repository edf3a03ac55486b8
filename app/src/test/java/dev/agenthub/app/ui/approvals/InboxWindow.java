package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
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
public final class InboxWindow {
    private final FxTaskRunner tasks = new FxTaskRunner();
    private final Window window;
    private final Drafts drafts = new Drafts();
    private final Session session;
    private final AppServices services;
    private InboxScreen inbox;

    public InboxWindow(Session session, Path folder) throws TimeoutException {
        this(session, tasks -> TestServices.of(tasks, folder));
    }

    public InboxWindow(Session session, Function<TaskRunner, AppServices> services) throws TimeoutException {
        this.session = session;
        this.services = services.apply(tasks);
        window = new Window();
        inbox = open();
        window.onWindow(() -> new Shortcuts(inbox.root(),
                () -> List.of(new Shortcuts.Group(inbox.title(), inbox.shortcuts()))));
    }

    private InboxScreen open() {
        InboxScreen opened = window.onWindow(() -> new InboxScreen(session, services, drafts));
        window.show(opened.root());
        return opened;
    }

    /** Closes the inbox and opens it again, as locking the desktop does. */
    public void comeBack() {
        window.onWindow(() -> {
            inbox.close();
            return true;
        });
        inbox = open();
    }

    public Window window() {
        return window;
    }

    public void showRequest(UUID request) {
        window.onWindow(() -> inbox.showRequest(request));
    }

    /** Closes it, then what is behind it, and last the threads: they still hear that the backend is gone. */
    public void close(AutoCloseable... behind) throws Exception {
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
