package dev.agenthub.app.ui.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.approvals.InboxScreen;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.signin.SignInContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** A member whose key is revoked while their desktop is locked, with a real backend and PostgreSQL. */
final class LockedOutTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    private final List<Session> sessions = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void doesNotUnlockForWhomTheBackendDoesNotKnowAnyMore() throws Exception {
        KeyFiles keys = QuickKeys.in(folder);
        try (RealBackend backend = new RealBackend(folder.resolve("data"));
                BackendClient client = new BackendClient(backend.uri());
                FxTaskRunner tasks = new FxTaskRunner();
                Window window = new Window()) {
            String code = backend.invite("Dan Osei", Role.APPROVER);
            Session joined = Enrolment.enrol(keys, client, "Dan Osei", PASSPHRASE.toCharArray(),
                    InvitationCode.parse(code).orElseThrow());
            joined.signer().close();
            DesktopFlow flow = begin(keys, client, TestServices.of(tasks, folder), window);
            unlock(window, "signin-passphrase");
            window.awaitText("inbox-link", "Live");
            window.press(KeyCode.ESCAPE);
            new FxRobot().push(KeyCode.SHORTCUT, KeyCode.L);
            window.awaitShown("lock-passphrase");
            assertEnds(sessions.getFirst(), window);

            backend.owner().client().administration().revokeKey(joined.me().member(), joined.signer().keyId(),
                    "The laptop was lost.");
            unlock(window, "lock-passphrase");
            window.awaitText("lock-failure", ErrorCode.SIGN_IN_REFUSED.name());
            assertThat(window.text("lock-failure")).contains("an owner or admin has to invite you anew");
            window.frame();
            window.picture("94-refused");
            window.resize(1000, 700);
            window.picture("95-refused-1000x700");
            assertThat(window.shows("inbox-list")).isFalse();
            window.click("lock-sign-out");
            window.awaitShown("signin-people");
            window.end(flow);
        }
    }

    private DesktopFlow begin(KeyFiles keys, BackendClient client, AppServices services, Window window) {
        DesktopFlow flow = window.onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> null),
                (opened, _) -> {
                    if (opened == null) {
                        return List.of();
                    }
                    sessions.add(opened);
                    return List.of(new InboxScreen(opened, services, new Drafts()));
                }, IdleTime.DEFAULT));
        window.begin(flow);
        return flow;
    }

    private static void unlock(Window window, String field) {
        window.awaitShown(field);
        window.type(field, PASSPHRASE);
        window.press(KeyCode.ENTER);
    }

    /** The token that the desktop had serves nobody any more. */
    private static void assertEnds(Session locked, Window window) {
        window.await("the session to end", () -> {
            try {
                locked.client().me();
                return false;
            } catch (BackendException e) {
                return e.code().equals(ErrorCode.UNAUTHENTICATED.name());
            }
        });
    }
}
