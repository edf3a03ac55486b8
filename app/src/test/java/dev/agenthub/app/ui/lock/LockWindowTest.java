package dev.agenthub.app.ui.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.OpenDesktop;
import dev.agenthub.app.testing.SettableClock;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.Screens;
import dev.agenthub.app.ui.approvals.InboxScreen;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.signin.PeopleScreen;
import dev.agenthub.app.ui.signin.SignInContext;
import dev.agenthub.db.Thorough;
import dev.agenthub.evidence.canonical.JsonObject;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.stage.PopupWindow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The lock screen after a time without input, and unlocking. */
final class LockWindowTest {
    private static final String PASSPHRASE = "orbit velvet candle";
    private static final String SECRET = "480.00";

    private final FxTaskRunner tasks = new FxTaskRunner();
    private final FxRobot robot = new FxRobot();
    private final SettableClock clock = new SettableClock();
    private final List<Session> sessions = new ArrayList<>();
    private final List<Consumer<String>> ways = new ArrayList<>();
    private final Map<UUID, Drafts> drafts = new HashMap<>();
    private TestBackend backend;
    private BackendClient client;
    private DesktopFlow flow;
    private Window window;

    @TempDir
    private Path folder;

    @BeforeEach
    void signIn() throws Exception {
        backend = new TestBackend();
        backend.requests.add(new TestRequest().with(TestBackend.ORG, JsonObject.builder().put("amount", SECRET)
                .put("currency", "EUR").put("reason", "damaged in transit").build(), "http://127.0.0.1:40123/refunds"));
        client = new BackendClient(backend.uri());
        KeyFiles keys = QuickKeys.in(folder);
        try (UnlockedKey key = UnlockedKey.generate()) {
            backend.enrolled("Ada Lind", key.publicKey());
            keys.store("Ada Lind", TestBackend.ORG, key, PASSPHRASE.toCharArray());
        }
        AppServices plain = TestServices.of(tasks, folder);
        AppServices services = new AppServices(tasks, plain.files(), plain.browser(), folder, clock, plain.zone(),
                plain.textSize());
        window = new Window();
        flow = window.onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> null),
                new Screens() {
                    @Override
                    public List<Screen> of(@Nullable Session session, Consumer<String> goTo) {
                        if (session == null) {
                            return List.of();
                        }
                        sessions.add(session);
                        ways.add(goTo);
                        return List.of(new InboxScreen(session, services,
                                drafts.computeIfAbsent(session.me().member(), _ -> new Drafts())),
                                new PeopleScreen(session, services));
                    }

                    @Override
                    public void forget(UUID member) {
                        drafts.remove(member);
                    }
                }, IdleTime.DEFAULT));
        window.begin(flow);
        OpenDesktop.signIn(window, PASSPHRASE);
        openRequest();
    }

    @AfterEach
    void close() {
        window.end(flow);
        window.close();
        client.close();
        backend.close();
        tasks.close();
    }

    private void openRequest() {
        window.click("request-row-" + backend.requests.getFirst().id);
        window.awaitShown("request-same-here");
    }

    private void readAndReason() {
        window.readPayload();
        window.awaitText("request-armed", "Your key signs");
        window.type("request-reason", "Photos checked");
    }

    private void awaitLocked() {
        window.awaitShown("lock-passphrase");
        window.await("the focus in the passphrase",
                () -> window.onWindow(() -> window.node("lock-passphrase").isFocused()));
    }

    private boolean isThere(String query) {
        return window.onWindow(() -> !robot.lookup(query).queryAll().isEmpty());
    }

    private boolean isLegible(String part) {
        return window.onWindow(() -> !robot.lookup((Node node) -> node instanceof Labeled words
                && words.getText() != null && words.getText().contains(part)).queryAll().isEmpty());
    }

    private void assertWiped(Session session) {
        assertThatThrownBy(() -> session.signer().sign(new byte[]{1})).isInstanceOfSatisfying(CodedException.class,
                refused -> assertThat(refused.code()).isEqualTo(UnlockedKey.LOCKED));
    }

    /** Each unlocking makes them anew: what listens to something that lives on would keep all of them, and the bytes that they showed. */
    @Test
    void nothingHoldsTheScreensThatWereThere() {
        List<WeakReference<Node>> screens = window.onWindow(() -> Stream.of("inbox-list", "request-payload",
                "request-approve").map(id -> new WeakReference<>(window.node(id))).toList());
        for (int time = 0; time < 3; time++) {
            window.press(KeyCode.CONTROL, KeyCode.L);
            awaitLocked();
            window.type("lock-passphrase", PASSPHRASE);
            window.press(KeyCode.ENTER);
            window.awaitText("inbox-link", "Live");
        }
        window.forgetEvents();
        window.await("the screens to be forgotten", () -> {
            System.gc();
            return screens.stream().allMatch(screen -> screen.refersTo(null));
        });
    }

    @Test
    void locksWhenNobodyIsThereAndUnlocksByKeyboardAlone() {
        readAndReason();
        window.frame();
        window.picture("90-before-the-lock");
        assertThat(isLegible(SECRET)).isTrue();
        clock.move(IdleTime.DEFAULT);
        awaitLocked();

        assertWiped(sessions.getFirst());
        assertThat(isThere("#request-payload") || isThere("#inbox-list") || isThere("#rail-inbox"))
                .as("anything of the requests in the window").isFalse();
        assertThat(isLegible(SECRET)).isFalse();
        assertThat(window.text("lock-name")).isEqualTo("Ada Lind");
        assertThat(window.text("lock-organization")).isEqualTo("Northwind Outfitters");
        window.await("the session to end", () -> backend.signOuts.get() == 1);
        window.frame();
        window.picture("91-locked");
        window.press(KeyCode.ESCAPE);
        window.write("orbit velvet candles");
        window.press(KeyCode.ENTER);
        window.awaitText("lock-failure", KeyEncryption.PASSPHRASE_WRONG);
        awaitLocked();
        assertThat(window.onWindow(() -> ((PasswordField) window.node("lock-passphrase")).getText())).isEmpty();
        window.resize(1000, 700);
        window.picture("92-wrong-passphrase-1000x700");
        window.write(PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.awaitText("inbox-link", "Live");
        assertThat(sessions).hasSize(2);
        window.awaitShown("request-row-" + backend.requests.getFirst().id);
        window.frame();
        window.picture("93-unlocked-1000x700");
        assertThat(backend.decisions).isEmpty();
    }

    @Thorough.Only
    @Test
    void whatWasReadCountsAnewAfterUnlocking() {
        readAndReason();
        assertThat(window.onWindow(() -> window.node("request-approve").isDisabled())).isFalse();
        clock.move(IdleTime.DEFAULT);
        awaitLocked();
        window.write(PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.awaitText("inbox-link", "Live");
        window.resize(1000, 420);
        openRequest();
        assertThat(window.onWindow(() -> window.node("request-approve").isDisabled())).isTrue();
    }

    @Thorough.Only
    @Test
    void whatWasHalfTypedStandsThereAgainForWhoeverTypedIt() {
        window.type("request-reason", "Photos ch");
        backend.requests.getFirst().editable = true;
        clock.move(IdleTime.DEFAULT);
        awaitLocked();
        window.write(PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.awaitText("inbox-link", "Live");
        openRequest();
        assertThat(window.typed("request-reason")).isEqualTo("Photos ch");

        window.click("request-edit");
        window.awaitShown("edit-reason");
        window.type("edit-reason", "Half of it w");
        window.click("rail-lock");
        awaitLocked();
        window.write(PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.awaitText("inbox-link", "Live");
        openRequest();
        window.click("request-edit");
        window.awaitShown("edit-reason");
        assertThat(window.typed("edit-reason")).isEqualTo("Half of it w");

        window.click("rail-lock");
        awaitLocked();
        window.click("lock-sign-out");
        OpenDesktop.signIn(window, PASSPHRASE);
        openRequest();
        assertThat(window.typed("request-reason")).as("of a session that was left").isEmpty();
    }

    @Test
    void locksAtOnceByKeyAndByButtonAndSignsOutFromThere() {
        window.press(KeyCode.SHORTCUT, KeyCode.L);
        awaitLocked();
        assertWiped(sessions.getFirst());
        window.press(KeyCode.SHORTCUT, KeyCode.L);
        window.write(PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.awaitShown("rail-lock");
        window.click("rail-lock");
        awaitLocked();
        assertWiped(sessions.getLast());
        window.click("lock-sign-out");
        window.awaitShown("signin-people");
        window.press(KeyCode.SHORTCUT, KeyCode.L);
        window.frame();
        assertThat(window.shows("signin-people")).as("nobody is there to be locked").isTrue();
        window.await("both sessions to end", () -> backend.signOuts.get() == 2);
    }

    @Test
    void asksTheBackendForNothingWhileItIsLocked() {
        window.click("rail-lock");
        awaitLocked();
        window.await("the session to end", () -> backend.signOuts.get() == 1);
        backend.asked.clear();
        for (int i = 0; i < 20; i++) {
            backend.publish(ServerEvent.changed(backend.requests.getFirst().id, backend.requests.getFirst().state));
            window.frame();
        }
        window.write(PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.awaitText("inbox-link", "Live");
        assertThat(backend.asked).startsWith("/v1/sessions/challenges", "/v1/sessions");
    }

    @Test
    void aVoteOnItsWayArrivesAndTheKeyIsWiped() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        backend.whenDeciding = () -> {
            asked.countDown();
            TestTimeout.await("the desktop to be locked").until(() -> answer.getCount() == 0);
        };
        readAndReason();
        window.click("request-approve");
        window.await("the vote to be on its way", () -> asked.getCount() == 0);
        window.press(KeyCode.SHORTCUT, KeyCode.L);
        awaitLocked();
        assertWiped(sessions.getFirst());
        answer.countDown();
        window.await("the session to end", () -> backend.signOuts.get() == 1);
        assertThat(backend.decisions).singleElement()
                .satisfies(vote -> assertThat(vote.reason()).isEqualTo("Photos checked"));
        window.frame();
        assertThat(window.shows("lock-passphrase")).isTrue();
        assertThat(isThere("#request-ineligible")).isFalse();
    }

    @Test
    void whatBeganBeforeTheLockLeadsNowhereAfterIt() {
        window.click("rail-lock");
        awaitLocked();
        window.write(PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.awaitText("inbox-link", "Live");
        goTo(ways.getFirst());
        assertThat(window.shows("invite-submit")).isFalse();
        goTo(ways.getLast());
        assertThat(window.shows("invite-submit")).isTrue();
    }

    @Test
    void aSlowUnlockingCanBeCancelledAndBegunAnew() {
        window.click("rail-lock");
        awaitLocked();
        window.await("the session to end", () -> backend.signOuts.get() == 1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        backend.whenSigningIn = () -> {
            asked.countDown();
            TestTimeout.await("the answer to be due").until(() -> answer.getCount() == 0);
        };
        window.write(PASSPHRASE);
        window.press(KeyCode.ENTER);
        window.await("the backend to be asked", () -> asked.getCount() == 0);
        window.click("lock-cancel");
        awaitLocked();
        assertThat(window.shows("lock-cancel")).isFalse();
        answer.countDown();
        window.await("the session that nobody waits for to end", () -> backend.signOuts.get() == 2);
        window.frame();
        assertThat(sessions).hasSize(1);
        assertThat(window.shows("lock-failure")).isFalse();

        backend.whenSigningIn = () -> {};
        window.press(KeyCode.ENTER);
        window.awaitText("inbox-link", "Live");
        assertThat(sessions).hasSize(2);
    }

    private void goTo(Consumer<String> way) {
        window.onWindow(() -> {
            way.accept("people");
            return true;
        });
    }

    @Thorough.Only
    @Test
    void leavesNoMenuAndNoTooltipAboveTheLock() {
        window.click("inbox-order");
        window.await("the menu", this::hasPopup);
        window.onWindow(() -> {
            new Tooltip("Refund " + SECRET + " EUR").show(window.stage());
            return true;
        });
        clock.move(IdleTime.DEFAULT);
        awaitLocked();
        assertThat(hasPopup()).isFalse();
    }

    private boolean hasPopup() {
        return window.onWindow(
                () -> javafx.stage.Window.getWindows().stream().anyMatch(PopupWindow.class::isInstance));
    }
}
