package dev.agenthub.app.ui.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Acknowledgement;
import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
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
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.PeopleScreen;
import dev.agenthub.app.ui.signin.SignInContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** Alerts about overrides as an administrator sees them, with a real backend and PostgreSQL. */
final class AlertsWindowTest {
    private static final String PASSPHRASE = "orbit velvet candle";
    private static final String REASON = "The customer leaves today.";

    private final FxTaskRunner tasks = new FxTaskRunner();
    private final FxRobot robot = new FxRobot();
    private RealBackend backend;
    private BackendClient client;
    private @Nullable DesktopFlow flow;
    private Window window;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        backend = new RealBackend(folder.resolve("data"));
        backend.letFinanceOverride();
        client = new BackendClient(backend.uri());
        window = new Window();
    }

    @AfterEach
    void close() {
        DesktopFlow open = flow;
        if (open != null) {
            window.end(open);
        }
        window.close();
        client.close();
        tasks.close();
        backend.close();
    }

    private static List<Screen> screens(Session session, AppServices services) {
        return List.of(new InboxScreen(session, services, new Drafts()), new PeopleScreen(session, services));
    }

    private void join(String name, Role role) {
        String code = backend.invite(name, role);
        KeyFiles keys = QuickKeys.in(folder);
        AppServices services = TestServices.of(tasks, folder);
        DesktopFlow begun = window.onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> code),
                (session, _) -> session == null ? List.of() : screens(session, services), IdleTime.DEFAULT));
        flow = begun;
        window.begin(begun);
        window.enrol(name, PASSPHRASE);
    }

    private UUID overridden(String subject, String reason) throws Exception {
        UUID request = backend.submitTicket(subject);
        backend.override(request, reason);
        return request;
    }

    private List<Alert> alerts() {
        return backend.owner().client().administration().alerts(AlertFilter.ALL);
    }

    private void press(KeyCode key) {
        robot.press(key).release(key);
    }

    private boolean hasFocus(String id) {
        return window.onWindow(() -> window.node(id).isFocused());
    }

    /** Goes on with Tab until the control has the focus. */
    private void tabTo(String id) {
        for (int i = 0; i < 30 && !hasFocus(id); i++) {
            press(KeyCode.TAB);
            window.frame();
        }
        assertThat(hasFocus(id)).as(id + " is reached by Tab").isTrue();
    }

    @Test
    void staysOnEveryScreenUntilAnAdminWhoSignedInLaterAcknowledgesItByKeyboard() throws Exception {
        UUID request = overridden("Zip torn", REASON);
        join("Dan Osei", Role.ADMIN);

        window.awaitText("alert-headline", "Ada Lind overrode the missing approvals");
        assertThat(window.text("alert-what")).isEqualTo("Ticket (normal): Zip torn, asked by Support agent");
        assertThat(window.text("alert-reason")).contains(REASON);
        assertThat(window.onWindow(() -> window.node("alert-headline").getAccessibleText()))
                .contains("Alert", "Ada Lind", "Zip torn", REASON);
        window.picture("40-alert-inbox");
        window.click("rail-people");
        window.awaitShown("invite-submit");
        assertThat(window.shows("alert")).isTrue();
        window.picture("41-alert-people");

        tabTo("alert-headline");
        tabTo("alert-show");
        press(KeyCode.SPACE);
        window.awaitText("request-title", "Zip torn");
        window.picture("42-alert-request");
        tabTo("alert-acknowledge");
        press(KeyCode.SPACE);

        window.await("the alert to leave", () -> !window.shows("alert"));
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(Objects.requireNonNull(alert.override()).request()).isEqualTo(request);
            assertThat(alert.acknowledgedAt()).as("by the owner, who did not").isNull();
            assertThat(alert.acknowledgements()).extracting(Acknowledgement::memberName).containsExactly("Dan Osei");
        });
    }

    @Test
    void comesAtOnceAndNeverTakesThePlaceOfTheOneBefore() throws Exception {
        join("Dan Osei", Role.ADMIN);
        assertThat(window.shows("alert")).isFalse();
        overridden("Zip torn", REASON);
        window.awaitText("alert-what", "Zip torn");
        assertThat(window.shows("alert-count")).isFalse();

        overridden("Pole bent", "It has to be\u202E today. ".repeat(60));
        window.awaitText("alert-count", "2 alerts");
        assertThat(window.text("alert-what")).contains("Zip torn");
        window.resize(1000, 700);
        window.picture("43-alerts-1000x700");
        window.click("alert-acknowledge");
        window.awaitText("alert-what", "Pole bent");
        assertThat(window.text("alert-reason")).contains("‹U+202E›").doesNotContain("\u202E");
        assertThat(window.onWindow(() -> window.node("alert-acknowledge").isDisabled()))
                .as("a second click was meant for the first alert").isTrue();
        window.frame();
        window.picture("44-alert-long-1000x700");
        window.click("alert-show");
        window.awaitText("request-title", "Pole bent");
        window.frame();
        window.picture("45-alert-request-1000x700");
        window.click("alert-acknowledge");
        window.await("the last to leave", () -> !window.shows("alert"));
    }

    @Test
    void tellsNobodyWhoIsNoAdmin() throws Exception {
        overridden("Zip torn", REASON);
        join("Noa Berg", Role.AUDITOR);
        assertThat(window.onWindow(() -> robot.lookup("#alerts").queryAll())).isEmpty();
    }
}
