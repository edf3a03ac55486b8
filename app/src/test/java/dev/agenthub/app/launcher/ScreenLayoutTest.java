package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.Monitors;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.LayoutFaults;
import dev.agenthub.app.testing.Pictures;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.testing.WindowSize;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.SignInContext;
import dev.agenthub.app.ui.verify.VerifyScreen;
import dev.agenthub.db.Thorough;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every screen except the inbox, with a real backend: all content can be reached and read
 * in every window size and text size. Writes pictures.
 */
final class ScreenLayoutTest {
    private static final String PASSPHRASE = "orbit velvet candle";
    private static final String MEMBER = "Maximiliane von Hohenstein-Wittgenstein";

    private final FxTaskRunner tasks = new FxTaskRunner();
    private final List<CompletableFuture<Void>> writing = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<VerifyScreen> verify = new ArrayList<>();
    private RealBackend backend;
    private BackendClient client;
    private DesktopFlow flow;
    private Window window;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        backend = new RealBackend(folder.resolve("data"));
        client = new BackendClient(backend.uri());
        window = new Window();
        // Before there is a second approver, from whom on it would have to be approved.
        backend.letFinanceOverride();
        String code = ((ChangeOutcome.Done<Invitation>) backend.owner().client().invite(new InviteRequest(MEMBER,
                List.of(Role.ADMIN, Role.APPROVER), List.of("approvers")))).result().code();
        KeyFiles keys = QuickKeys.in(folder);
        AppServices plain = TestServices.of(tasks, folder);
        AppServices services = new AppServices(tasks, plain.files(), plain.browser(), folder, plain.clock(),
                plain.zone(), window.textSize());
        DesktopScreens screens = new DesktopScreens(services);
        flow = window.onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> code),
                (session, goTo) -> {
                    List<Screen> shown = screens.of(session, goTo);
                    shown.stream().filter(VerifyScreen.class::isInstance).map(VerifyScreen.class::cast)
                            .forEach(verify::add);
                    return shown;
                }, IdleTime.DEFAULT));
        window.begin(flow);
    }

    @AfterEach
    void close() {
        window.end(flow);
        window.close();
        client.close();
        tasks.close();
        backend.close();
        writing.forEach(TestTimeout::answer);
    }

    @Test
    void isReachedAndReadInWindowsAndWordsOfEverySize() throws Exception {
        window.awaitShown("enrol-name");
        write("enrol-name", MEMBER);
        write("enrol-passphrase", PASSPHRASE);
        write("enrol-repeat", PASSPHRASE + "!");
        look("enrol");
        write("enrol-repeat", PASSPHRASE);
        press("enrol-submit");
        window.awaitText("inbox-link", "Live");
        verify();
        audit();
        policies();
        connections();
        people();
        delegations();
        alerts();
        window.press(KeyCode.SHORTCUT, KeyCode.L);
        window.awaitShown("lock-passphrase");
        write("lock-passphrase", "not this one");
        press("lock-unlock");
        window.awaitShown("lock-failure");
        look("lock");
        press("lock-sign-out");
        window.awaitShown("enrol-back");
        press("enrol-back");
        window.awaitShown("signin-passphrase");
        look("sign-in");
        press("signin-backup");
        window.awaitShown("copy-passphrase");
        look("key-copy");
        assertThat(faults).isEmpty();
    }

    private void verify() throws Exception {
        TestLog log = new TestLog("northwind").calls(40);
        TestLog forged = new TestLog("northwind").calls(17);
        forged.calls(6, "/tickets/\u202eevil");
        Path export = log.export(folder.resolve("northwind-the-whole-year-of-2026-for-the-auditor.ahexport"));
        Path key = Files.writeString(folder.resolve("northwind.vkey"), log.signer().verifierKey() + "\n");
        Path pin = folder.resolve("northwind.pin");
        go("verify");
        look("verify-empty");
        offer(export, key);
        window.awaitText("verify-verdict", "nothing says it is complete");
        look("verify-unpinned");
        log.pin().write(pin);
        log.calls(12).export(export);
        offer(export, pin);
        window.awaitText("verify-verdict", "complete up to your pin");
        look("verify-good");
        Path broken = folder.resolve("broken.ahexport");
        log.exportWithEvent(broken, 20, forged.event(20));
        offer(broken, key);
        window.awaitText("verify-verdict", "Broken at entry 20");
        press("verify-show-entry-20");
        window.awaitText("verify-entry-title", "Entry 20");
        look("verify-broken");
    }

    private void audit() {
        go("audit");
        window.awaitText("audit-size", "entries");
        window.await("events", () -> window.onWindow(() -> {
            TableView<?> events = (TableView<?>) window.node("audit-events");
            events.getSelectionModel().select(0);
            return !events.getItems().isEmpty();
        }));
        window.awaitText("audit-recomputed", "recomputed here");
        look("audit");
    }

    private void policies() {
        go("policies");
        window.await("the draft to be checked", () -> !window.node("policies-simulate").isDisabled());
        press("policies-simulate");
        window.awaitShown("policies-simulated");
        look("policies");
    }

    private void connections() {
        String sandbox = backend.owner().client().administration().connections().stream()
                .filter(one -> one.scopes() != null).findFirst().orElseThrow().connector().toString();
        go("connections");
        press("connection-inside-" + sandbox);
        window.awaitShown("connection-life-" + sandbox);
        look("connections");
        press("connections-connect");
        press("catalog-oauth");
        window.awaitShown("new-issuer");
        look("connections-new");
    }

    private void people() {
        go("people");
        window.awaitShown("invite-submit");
        write("invite-name", "Bartholomew Featherstonehaugh");
        window.onWindow(() -> {
            ((CheckBox) window.node("invite-role-auditor")).setSelected(true);
            return true;
        });
        press("invite-submit");
        window.await("the invitation", () -> window.shows("invite-code") || window.shows("invite-collect")
                || window.shows("invite-failure"));
        look("people");
    }

    private void delegations() {
        go("delegations");
        window.awaitShown("delegate-who");
        delegate();
        press("delegate-submit");
        window.await("it to stand", () -> !window.shows("delegations-none"));
        delegate();
        look("delegations");
    }

    private void delegate() {
        window.await("somebody to delegate to", () -> window.onWindow(() -> {
            ComboBox<?> who = (ComboBox<?>) window.node("delegate-who");
            who.getSelectionModel().select(0);
            ((DatePicker) window.node("delegate-last")).setValue(LocalDate.now(ZoneOffset.UTC).plusDays(5));
            return who.getSelectionModel().getSelectedIndex() == 0;
        }));
        write("delegate-reason", "On holiday in the hills, without a telephone");
    }

    /** Above every screen: two of them, one that scrolls and one that does not. */
    private void alerts() throws Exception {
        backend.override(backend.submitTicket("Zip torn ".repeat(20)), "The customer leaves today. ".repeat(20));
        window.awaitShown("alert");
        look("alert-delegations");
        go("audit");
        look("alert-audit");
        go("verify");
        look("alert-verify");
    }

    private void offer(Path... files) {
        window.onWindow(() -> {
            verify.getLast().offer(List.of(files));
            return true;
        });
    }

    private void go(String screen) {
        press("rail-" + screen);
    }

    private void press(String button) {
        window.await(button + " to be pressed", () -> window.onWindow(() -> {
            ButtonBase found = (ButtonBase) window.node(button);
            found.fire();
            return true;
        }));
    }

    private void write(String field, String words) {
        window.onWindow(() -> {
            ((TextInputControl) window.node(field)).setText(words);
            return true;
        });
    }

    /** Looks at what is on screen in every size, and leaves pictures. */
    private void look(String name) {
        for (Theme theme : Thorough.ON ? List.of(Theme.values()) : List.of(Theme.LIGHT)) {
            use(theme);
            for (int percent : Thorough.ON ? List.of(80, 100, 125, 150, 200) : List.of(100, 200)) {
                window.onWindow(() -> {
                    window.textSize().set(percent);
                    return true;
                });
                for (WindowSize size : Thorough.ON || !Monitors.none()
                        ? WindowSize.screens()
                        : List.of(WindowSize.SMALLEST)) {
                    look(name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-" + size + "-" + percent, size);
                }
            }
        }
        use(Theme.LIGHT);
        window.onWindow(() -> {
            window.textSize().set(100);
            return true;
        });
    }

    private void use(Theme theme) {
        window.onWindow(() -> {
            theme.use();
            return true;
        });
    }

    private void look(String name, WindowSize size) {
        window.resize(size.width(), size.height());
        WritableImage picture = window.onWindow(() -> {
            LayoutFaults.of(window.stage().getScene()).forEach(fault -> faults.add(name + ": " + fault));
            return window.stage().getScene().snapshot(null);
        });
        writing.add(CompletableFuture.runAsync(() -> Pictures.write(picture, Pictures.display(name))));
    }
}
