package dev.agenthub.app.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.FreezingProxy;
import dev.agenthub.app.testing.OpenDesktop;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.reading.SignedDisplay;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member is told when their session ends, with a real backend and PostgreSQL. */
final class SessionEndedTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    @TempDir
    private Path folder;

    @Test
    void leadsToTheSignInAndSaysWhyAndSaysThatAServerIsFrozen() throws Exception {
        KeyFiles keys = QuickKeys.in(folder);
        try (RealBackend backend = new RealBackend(folder.resolve("data"));
                FreezingProxy proxy = new FreezingProxy(backend.uri());
                BackendClient client = new BackendClient(proxy.uri());
                FxTaskRunner tasks = new FxTaskRunner();
                Window window = new Window()) {
            Session joined = Enrolment.enrol(keys, client, "Dan Osei", PASSPHRASE.toCharArray(),
                    InvitationCode.parse(backend.invite("Dan Osei", Role.APPROVER)).orElseThrow());
            joined.signer().close();
            DesktopFlow flow = OpenDesktop.begin(window, PASSPHRASE, TestServices.of(tasks, folder), keys, client,
                    _ -> {});
            assertThat(window.shows("connection-notice")).isFalse();

            proxy.freeze();
            window.awaitText("inbox-link", "No answer");
            window.awaitText("connection-notice", "does not answer");
            window.frame();
            window.picture("96-frozen");
            window.resize(1000, 700);
            window.picture("97-frozen-1000x700");
            proxy.thaw();
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

    @Test
    void saysAtTheSignInAndWhenSigningThatTheClockIsOff() throws Exception {
        KeyFiles keys = QuickKeys.in(folder);
        try (RealBackend backend = new RealBackend(folder.resolve("data"));
                BackendClient client = new BackendClient(backend.uri());
                FxTaskRunner tasks = new FxTaskRunner();
                Window window = new Window()) {
            Enrolment.enrol(keys, client, "Dan Osei", PASSPHRASE.toCharArray(),
                    InvitationCode.parse(backend.invite("Dan Osei", Role.APPROVER)).orElseThrow()).signer().close();
            AppServices usual = TestServices.of(tasks, folder);
            AppServices ahead = new AppServices(tasks, usual.files(), usual.browser(), folder,
                    () -> Instant.now().plus(Duration.ofMinutes(10)), usual.zone(), usual.textSize());
            List<Session> sessions = new ArrayList<>();
            DesktopFlow flow = OpenDesktop.begin(window, PASSPHRASE, ahead, keys, client, sessions::add);
            window.awaitText("connection-notice", "10 minutes ahead of the server’s");
            window.frame();
            window.picture("99-clock");

            Session session = sessions.getFirst();
            UUID request = session.client().requests(RequestFilter.OPEN, RequestOrder.RISK, 1, null).items().getFirst()
                    .request();
            Hash bytes = PayloadHash.of(session.client().payload(request).bytes());
            assertThatThrownBy(() -> signs(session, ahead.clock(), request, bytes))
                    .hasMessageContaining("10 minutes ahead of the server’s");
            InstantSource behind = () -> Instant.now().minus(Duration.ofMinutes(7));
            assertThatThrownBy(() -> signs(session, behind, request, bytes))
                    .hasMessageContaining("7 minutes behind the server’s");
            signs(session, () -> Instant.now().minus(Duration.ofMinutes(4)), request, bytes);
            window.end(flow);
        }
    }

    @Test
    void saysThatTheDatabaseIsNotStartedAgainByItself() throws Exception {
        KeyFiles keys = QuickKeys.in(folder);
        try (RealBackend backend = new RealBackend(folder.resolve("data"));
                BackendClient client = new BackendClient(backend.uri());
                FxTaskRunner tasks = new FxTaskRunner();
                Window window = new Window()) {
            Enrolment.enrol(keys, client, "Dan Osei", PASSPHRASE.toCharArray(),
                    InvitationCode.parse(backend.invite("Dan Osei", Role.APPROVER)).orElseThrow()).signer().close();
            DesktopFlow flow = OpenDesktop.begin(window, PASSPHRASE, TestServices.of(tasks, folder), keys, client,
                    _ -> {});

            backend.stopDatabase();
            window.awaitText("connection-notice", "has stopped, and is not started again by itself");
            window.awaitText("inbox-link", "Database stopped");
            window.frame();
            window.picture("99-database-stopped");
            window.end(flow);
        }
    }

    private static void signs(Session session, InstantSource clock, UUID request, Hash bytes) {
        new RequestDecisions(session, clock).sign(request, bytes, Decision.DENY, "", SignedDisplay.WITHOUT_SCREEN);
    }
}
