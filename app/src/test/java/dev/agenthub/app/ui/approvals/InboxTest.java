package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.TaskRunner;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The inbox of Ada Lind in a real window, at a backend that a test fills before: in its constructor. */
public abstract class InboxTest {
    protected final TestBackend backend = new TestBackend();
    final BackendClient client = new BackendClient(backend.uri());
    final Session ada = People.signIn(backend, client, "Ada Lind");
    protected InboxWindow inbox;
    protected Window window;

    @TempDir
    protected Path folder;

    @BeforeEach
    void openInbox() throws TimeoutException {
        inbox = new InboxWindow(ada, this::services);
        window = inbox.window();
    }

    /** What the inbox works with. */
    protected AppServices services(TaskRunner tasks) {
        return TestServices.of(tasks, folder);
    }

    @AfterEach
    void closeInbox() throws Exception {
        inbox.close(client, backend);
    }
}
