package dev.agenthub.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.OpenDesktop;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.InboxScreen;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.audit.AuditScreen;
import dev.agenthub.app.ui.audit.AuditSource;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.SignInContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notice about a log rolled back under a running backend, shown until an administrator declares a restore. */
final class LogNoticeTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    @TempDir
    private Path folder;

    @Test
    void tellsEverybodyWhatWasDoneToTheLogAndWhoSettlesIt() throws Exception {
        try (RealBackend backend = new RealBackend(folder.resolve("data"));
                BackendClient client = new BackendClient(backend.uri());
                FxTaskRunner tasks = new FxTaskRunner();
                Window window = new Window()) {
            DesktopFlow admin = flow(backend, client, tasks, window, "Mara Lind", Role.ADMIN, true);
            DesktopFlow approver = flow(backend, client, tasks, window, "Dan Osei", Role.APPROVER, false);
            // What is signed here is what the log no longer reaches.
            backend.owner().client().export(false, folder.resolve("before.ahexport"));
            signIn(window, approver);
            assertThat(window.shows("log-notice")).isFalse();

            backend.rollBackLog(3);
            window.awaitText("log-notice", "entries are missing at its end. Nothing runs until an administrator");
            assertThat(window.text("log-notice")).contains("[CHECKPOINT_ROLLED_BACK]");
            assertThat(window.shows("log-notice-open")).isFalse();
            window.frame();
            window.picture("log-notice-approver");
            window.end(approver);

            signIn(window, admin);
            window.awaitText("log-notice", "Nothing runs until that is settled.");
            window.resize(1000, 700);
            window.frame();
            window.picture("log-notice-admin-1000x700");
            window.click("log-notice-open");
            window.awaitShown("audit-restore");
            window.frame();
            window.picture("log-notice-audit");
            window.click("audit-restore");
            window.type("audit-restore-reason", "The disk failed.");
            window.click("audit-restore-declare");
            window.await("the notice to go", () -> !window.shows("log-notice"));
            window.end(admin);
        }
    }

    /** Everybody has a device of their own. */
    private DesktopFlow flow(RealBackend backend, BackendClient client, FxTaskRunner tasks, Window window, String name,
            Role role,
            boolean readsAudit) throws Exception {
        KeyFiles keys = QuickKeys.in(folder.resolve(role.toString()));
        Enrolment.enrol(keys, client, name, PASSPHRASE.toCharArray(),
                InvitationCode.parse(backend.invite(name, role)).orElseThrow()).signer().close();
        AppServices services = TestServices.of(tasks, folder);
        return window
                .onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> null), (session, _) -> {
                    List<Screen> screens = new ArrayList<>();
                    if (session != null) {
                        screens.add(new InboxScreen(session, services, new Drafts()));
                        if (readsAudit) {
                            screens.add(new AuditScreen(AuditSource.of(session), services, _ -> {}));
                        }
                    }
                    return screens;
                }, IdleTime.DEFAULT));
    }

    private static void signIn(Window window, DesktopFlow flow) {
        window.begin(flow);
        OpenDesktop.signIn(window, PASSPHRASE);
    }
}
