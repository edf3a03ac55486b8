package dev.agenthub.app.testing;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.approvals.InboxScreen;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.SignInContext;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.input.KeyCode;

/** Opens the desktop with an inbox and signs in. */
public final class OpenDesktop {
    private OpenDesktop() {}

    /** Signs in whoever has a key there, and waits until the inbox is live. */
    public static DesktopFlow begin(Window window, String passphrase, AppServices services, KeyFiles keys,
            BackendClient client, Consumer<Session> opened) {
        DesktopFlow flow = window.onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> null),
                (session, _) -> {
                    if (session == null) {
                        return List.of();
                    }
                    opened.accept(session);
                    return List.of(new InboxScreen(session, services, new Drafts()));
                }, IdleTime.DEFAULT));
        window.begin(flow);
        signIn(window, passphrase);
        return flow;
    }

    /** Signs in the one who has a key there, and waits until the inbox is live. */
    public static void signIn(Window window, String passphrase) {
        window.awaitShown("signin-passphrase");
        window.type("signin-passphrase", passphrase);
        window.press(KeyCode.ENTER);
        window.awaitText("inbox-link", "Live");
    }
}
