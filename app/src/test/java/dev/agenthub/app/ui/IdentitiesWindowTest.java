package dev.agenthub.app.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.InboxScreen;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.SignInContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members signed in at one desktop: each decides with their own key, and a shortcut switches between them. */
final class IdentitiesWindowTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    private final List<Session> sessions = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void switchesBetweenPeopleAndLocksAllOfThem() throws Exception {
        KeyFiles keys = QuickKeys.in(folder);
        try (RealBackend backend = new RealBackend(folder.resolve("data"));
                BackendClient client = new BackendClient(backend.uri());
                FxTaskRunner tasks = new FxTaskRunner();
                Window window = new Window()) {
            UUID mara = enrol(keys, backend, client, "Mara Lind", Role.AUDITOR);
            UUID dan = enrol(keys, backend, client, "Dan Osei", Role.APPROVER);
            AppServices services = TestServices.of(tasks, folder);
            DesktopFlow flow = window
                    .onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> null),
                            new Inboxes(services), IdleTime.DEFAULT));
            window.begin(flow);
            unlock(window, keys, "Dan Osei");
            UUID ticket = backend.submitTicket("A broken zip");
            window.awaitShown("request-row-" + ticket);
            window.click("request-row-" + ticket);
            window.awaitShown("request-same-here");
            window.type("request-reason", "The lamp was broken");

            // Nobody else is unlocked: the key leads to those who have one here.
            switchPerson(window);
            window.awaitShown("signin-people");
            window.await("the way back", () -> window.text("signin-submit").equals("Go on as Dan Osei"));
            window.frame();
            window.picture("identities-1-unlocked");
            window.press(KeyCode.ENTER);
            window.awaitText("rail-member", "Dan Osei");

            window.click("rail-switch");
            unlock(window, keys, "Mara Lind");
            window.frame();
            window.picture("identities-mara");
            switchPerson(window);
            window.awaitText("rail-member", "Dan Osei");
            window.awaitText("inbox-link", "Live");
            window.click("request-row-" + ticket);
            window.awaitShown("request-same-here");
            assertThat(window.typed("request-reason")).isEqualTo("The lamp was broken");
            window.click("request-deny");
            window.await("the decision", () -> backend.owner().client().request(ticket).votes().stream()
                    .anyMatch(vote -> vote.member().equals(dan)));

            Session marasSession = sessions.stream().filter(one -> one.me().member().equals(mara)).findFirst()
                    .orElseThrow();
            backend.owner().client().administration().revokeKey(mara, marasSession.signer().keyId(), "Lost.");
            switchPerson(window);
            window.awaitText("signin-failure", "Your key was revoked");
            assertWiped(marasSession);
            choose(window, keys, "Dan Osei");
            window.awaitText("signin-submit", "Go on as Dan Osei");
            window.click("signin-submit");
            window.awaitText("rail-member", "Dan Osei");

            window.press(KeyCode.SHORTCUT, KeyCode.L);
            window.awaitShown("lock-passphrase");
            sessions.forEach(IdentitiesWindowTest::assertWiped);
            window.end(flow);
        }
    }

    private static void switchPerson(Window window) {
        window.press(KeyCode.SHORTCUT, KeyCode.U);
    }

    private static UUID enrol(KeyFiles keys, RealBackend backend, BackendClient client, String name, Role role) {
        Session joined = Enrolment.enrol(keys, client, name, PASSPHRASE.toCharArray(),
                InvitationCode.parse(
                        backend.invite(name, role, role == Role.APPROVER ? new String[]{"approvers"} : new String[0]))
                        .orElseThrow());
        joined.signer().close();
        return joined.me().member();
    }

    private static void choose(Window window, KeyFiles keys, String name) {
        window.awaitShown("signin-people");
        window.click(
                "signin-person-" + keys.list().cards().stream().filter(card -> card.name().equals(name)).findFirst()
                        .orElseThrow().key());
    }

    private static void unlock(Window window, KeyFiles keys, String name) {
        choose(window, keys, name);
        window.awaitShown("signin-passphrase");
        window.type("signin-passphrase", PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.awaitText("rail-member", name);
        window.awaitText("inbox-link", "Live");
    }

    private static void assertWiped(Session session) {
        assertThatThrownBy(() -> session.signer().sign(new byte[]{1})).isInstanceOf(RuntimeException.class);
    }

    private final class Inboxes implements Screens {
        private final AppServices services;
        private final Map<UUID, Drafts> drafts = new HashMap<>();

        Inboxes(AppServices services) {
            this.services = services;
        }

        @Override
        public List<Screen> of(@Nullable Session session, Consumer<String> goTo) {
            if (session == null) {
                return List.of();
            }
            sessions.add(session);
            return List.of(new InboxScreen(session, services,
                    drafts.computeIfAbsent(session.me().member(), _ -> new Drafts())));
        }

        @Override
        public void forget(UUID member) {
            drafts.remove(member);
        }
    }
}
