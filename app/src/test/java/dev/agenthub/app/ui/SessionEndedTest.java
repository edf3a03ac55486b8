package dev.agenthub.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.FreezingDoor;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.Drafts;
import dev.agenthub.app.ui.approvals.InboxScreen;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.Arrival;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is signed in learns in words what is wrong with that, at a backend that is real from HTTP to PostgreSQL. */
final class SessionEndedTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    @TempDir
    private Path folder;

    @Test
    void leadsToTheSignInAndSaysWhyAndSaysThatAServerIsFrozen() throws Exception {
        KeyFiles keys = QuickKeys.in(folder);
        try (RealBackend backend = new RealBackend(folder.resolve("data"));
                FreezingDoor door = new FreezingDoor(backend.uri());
                BackendClient client = new BackendClient(door.uri());
                FxTaskRunner tasks = new FxTaskRunner();
                Window window = new Window()) {
            Session joined = Enrolment.enrol(keys, client, "Dan Osei", PASSPHRASE.toCharArray(),
                    InvitationCode.parse(backend.invite("Dan Osei", Role.APPROVER)).orElseThrow());
            joined.signer().close();
            DesktopFlow flow = window.onWindow(() -> new DesktopFlow(TestServices.of(tasks, folder), keys, client,
                    Arrival.of(() -> null), (session, _) -> session == null
                            ? List.of()
                            : List.of(new InboxScreen(session, TestServices.of(tasks, folder), new Drafts())),
                    IdleTime.USUAL));
            window.begin(flow);
            signIn(window);
            assertThat(window.shows("connection-notice")).isFalse();

            door.freeze();
            window.awaitText("inbox-link", "No answer");
            window.awaitText("connection-notice", "does not answer");
            window.frame();
            window.picture("96-frozen");
            window.resize(1000, 700);
            window.picture("97-frozen-1000x700");
            door.thaw();
            window.awaitText("inbox-link", "Live");
            window.await("the notice to go", () -> !window.shows("connection-notice"));

            backend.owner().client().administration().revokeKey(joined.me().member(), joined.signer().keyId(),
                    "The laptop was lost.");
            window.awaitText("signin-failure", "Your key was revoked");
            window.frame();
            window.picture("98-session-ended");
            assertThat(window.text("signin-failure")).startsWith("Your session has ended.");
            assertThat(window.shows("inbox-list")).isFalse();
            window.end(flow);
        }
    }

    private static void signIn(Window window) {
        window.awaitShown("signin-passphrase");
        window.type("signin-passphrase", PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.awaitText("inbox-link", "Live");
    }
}
