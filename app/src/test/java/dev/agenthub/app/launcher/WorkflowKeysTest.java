package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.Delegation;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.Keyboard;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.ScriptedDialogs;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.SignInContext;
import dev.agenthub.db.Thorough;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each workflow of the desktop by keyboard only, with one real backend and PostgreSQL. */
final class WorkflowKeysTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    @TempDir
    private static Path folder;
    private static RealBackend backend;
    private static BackendClient client;
    private static KeyFiles keys;
    private static UUID dan;

    private final FxTaskRunner tasks = new FxTaskRunner();
    private final ScriptedDialogs dialogs = new ScriptedDialogs();
    private DesktopFlow flow;
    private Window window;
    private Keyboard keyboard;

    @BeforeAll
    static void enrol() {
        backend = new RealBackend(folder.resolve("data"));
        backend.letFinanceOverride();
        client = new BackendClient(backend.uri());
        keys = QuickKeys.in(folder);
        enrol("Mara Lind", backend.invite("Mara Lind", Role.AUDITOR));
        dan = enrol("Dan Osei", backend.invite("Dan Osei", List.of(Role.ADMIN, Role.APPROVER), "approvers"));
        TestTimeout.await("two who approve to govern the policies")
                .until(() -> backend.owner().client().administration().governance().version() != 0);
    }

    private static UUID enrol(String name, String code) {
        Session joined = Enrolment.enrol(keys, client, name, PASSPHRASE.toCharArray(),
                InvitationCode.parse(code).orElseThrow());
        joined.signer().close();
        return joined.me().member();
    }

    @AfterAll
    static void close() {
        client.close();
        backend.close();
    }

    @BeforeEach
    void signIn() throws Exception {
        window = new Window();
        keyboard = new Keyboard(window);
        AppServices plain = TestServices.of(tasks, folder);
        AppServices services = new AppServices(tasks, dialogs, plain.browser(), folder, plain.clock(), plain.zone(),
                plain.textSize());
        flow = window.onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> null),
                new DesktopScreens(services), IdleTime.DEFAULT));
        window.begin(flow);
        unlock("Dan Osei");
    }

    @AfterEach
    void leave() {
        window.end(flow);
        window.close();
        tasks.close();
    }

    /** From the list of those who have a key here. */
    private void unlock(String name) {
        window.awaitShown("signin-people");
        keyboard.backTo("signin-people");
        for (KeyCode arrow : List.of(KeyCode.DOWN, KeyCode.UP)) {
            for (int i = 0; i < 2 && !chosen().equals(name); i++) {
                keyboard.press(arrow);
            }
        }
        assertThat(chosen()).isEqualTo(name);
        keyboard.press(KeyCode.ENTER);
        keyboard.awaitAt("signin-passphrase");
        keyboard.write(PASSPHRASE);
        keyboard.press(KeyCode.ENTER);
        awaitInbox(name);
    }

    private String chosen() {
        return window.onWindow(() -> {
            int row = ((ListView<?>) window.node("signin-people")).getSelectionModel().getSelectedIndex();
            return row < 0 ? "" : keys.list().cards().get(row).name();
        });
    }

    private void awaitInbox(String name) {
        window.awaitText("rail-member", name);
        window.awaitText("inbox-link", "Live");
    }

    /** Shows only requests of this name, once all of them are there, with the keyboard in the list. */
    private void find(String name, int many) {
        keyboard.write("/");
        assertThat(keyboard.isAt("inbox-filter")).isTrue();
        keyboard.write(name);
        keyboard.press(KeyCode.ENTER);
        assertThat(keyboard.isAt("inbox-list")).isTrue();
        window.await(many + " requests of " + name, () -> {
            List<?> rows = window.onWindow(() -> List.copyOf(((ListView<?>) window.node("inbox-list")).getItems()));
            return rows.size() == many && rows.stream().allMatch(
                    row -> row instanceof RequestSummary request && request.title().contains(name));
        });
    }

    private void readToTheEnd() {
        window.awaitShown("request-same-here");
        keyboard.press(KeyCode.R);
        window.await("all of it to have been on screen", () -> {
            if (window.text("request-size").contains("all shown")) {
                return true;
            }
            window.look();
            keyboard.press(KeyCode.SPACE);
            return false;
        });
    }

    private static UUID propose(String name) {
        return switch (backend.owner().client().invite(new InviteRequest(name, List.of(Role.AUDITOR), List.of()))) {
            case ChangeOutcome.Proposed<Invitation>(ProposedChange change) -> change.request();
            case ChangeOutcome.Done<Invitation> _ -> throw new IllegalStateException("Nobody was asked");
        };
    }

    @Test
    void approvesAProposal() {
        UUID proposal = propose("Lea Voss");
        find("Lea Voss", 1);
        keyboard.press(KeyCode.J);
        window.awaitText("payload-caption", "WHAT WILL CHANGE");
        readToTheEnd();
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        keyboard.press(KeyCode.A);
        keyboard.awaitAt("request-approve");
        keyboard.press(KeyCode.SPACE);
        keyboard.awaitAt("inbox-list");
        TestTimeout.await("the vote").until(() -> !backend.owner().client().request(proposal).votes().isEmpty());
        assertThat(backend.owner().client().request(proposal).votes()).singleElement()
                .satisfies(vote -> assertThat(vote.member()).isEqualTo(dan));
    }

    private static RequestState state(UUID request) {
        return backend.owner().client().request(request).summary().state();
    }

    @Test
    void locksUnlocksAndSwitchesToSomebodyElse() {
        keyboard.press(KeyCode.SHORTCUT, KeyCode.L);
        keyboard.awaitAt("lock-passphrase");
        assertThat(keyboard.walk("the lock", "lock-unlock", "lock-sign-out")).isEmpty();
        keyboard.tabTo("lock-passphrase");
        keyboard.write("orbit velvet candles");
        keyboard.press(KeyCode.ENTER);
        window.awaitShown("lock-failure");
        keyboard.awaitAt("lock-passphrase");
        keyboard.write(PASSPHRASE);
        keyboard.press(KeyCode.ENTER);
        awaitInbox("Dan Osei");

        keyboard.press(KeyCode.SHORTCUT, KeyCode.U);
        window.awaitText("signin-submit", "Go on as Dan Osei");
        keyboard.awaitAt("signin-submit");
        unlock("Mara Lind");
        keyboard.press(KeyCode.SHORTCUT, KeyCode.U);
        awaitInbox("Dan Osei");
        keyboard.press(KeyCode.SHORTCUT, KeyCode.U);
        awaitInbox("Mara Lind");
        keyboard.tabToAndPress("rail-sign-out");
        window.awaitShown("signin-people");
        assertThat(keyboard.walk("the way in", "signin-people", "signin-submit", "signin-invited",
                "signin-backup", "signin-restore")).isEmpty();
    }

    @Test
    void approvesThreeTogether() throws Exception {
        List<UUID> tickets = List.of(backend.submitTicket("Batch one"), backend.submitTicket("Batch two"),
                backend.submitTicket("Batch three"));
        find("Batch", 3);
        keyboard.press(KeyCode.SHORTCUT, KeyCode.A);
        window.awaitText("inbox-selected-count", "3 selected");
        keyboard.tabToAndPress("inbox-decide");
        keyboard.awaitAt("batch-show-next");
        keyboard.press(KeyCode.SPACE);
        readToTheEnd();
        window.awaitText("batch-reading-words", "2 not shown whole yet");
        keyboard.tabToAndPress("batch-reading-next");
        window.awaitText("batch-reading-words", "2 not shown whole yet");
        readToTheEnd();
        window.awaitText("batch-reading-words", "1 not shown whole yet");
        keyboard.tabToAndPress("batch-reading-next");
        readToTheEnd();
        window.awaitText("batch-reading-words", "all shown whole");
        keyboard.tabToAndPress("batch-reading-back");
        keyboard.awaitAt("batch-reason");
        keyboard.write("Photos checked");
        keyboard.tabToAndPress("batch-approve");
        keyboard.awaitAt("batch-back");
        window.await("the button to be armed", () -> !window.node("batch-confirm").isDisabled());
        assertThat(keyboard.walk("the confirmation", "batch-list", "batch-back", "batch-confirm")).isEmpty();
        keyboard.tabToAndPress("batch-confirm");
        window.awaitText("batch-lead", "3 of 3 approved");
        keyboard.awaitAt("batch-done");
        keyboard.backTo("batch-list");
        keyboard.tabToAndPress("batch-done");
        keyboard.awaitAt("inbox-list");
        assertThat(tickets).allSatisfy(ticket -> assertThat(backend.owner().client().request(ticket).votes())
                .singleElement().satisfies(vote -> assertThat(vote.member()).isEqualTo(dan)));
    }

    @Test
    void editsARequest() throws Exception {
        UUID old = backend.submitTicket("Torn zip");
        find("Torn zip", 1);
        keyboard.press(KeyCode.J);
        window.awaitText("request-title", "Torn zip");
        window.awaitShown("request-same-here");
        keyboard.tabToAndPress("request-edit");
        keyboard.awaitAt("edit-arguments");
        keyboard.press(KeyCode.SHORTCUT, KeyCode.A);
        keyboard.write("{\"customer\":\"cus_4Hs8LwPz0RkVtd\",\"priority\":\"normal\",\"subject\":\"Bent pole\","
                + "\"description\":\"Order one pole.\"}");
        keyboard.tabTo("edit-reason");
        keyboard.write("It is the pole that broke.");
        keyboard.tabToAndPress("edit-replace");
        window.awaitText("request-title", "Bent pole");
        window.awaitText("request-edited", "It is the pole that broke.");
        assertThat(state(old)).isEqualTo(RequestState.CANCELLED);
    }

    @Thorough.Only
    @Test
    void triesAPolicyAndPublishesIt() {
        keyboard.open("policies");
        window.await("the policy", () -> !window.typed("policies-draft").isEmpty());
        keyboard.tabTo("policies-draft");
        keyboard.press(KeyCode.SHORTCUT, KeyCode.A);
        keyboard.write("{\"rules\":[{\"outcome\":\"require\",\"required\":[{\"count\":2,\"group\":\"approvers\"}]}]}");
        window.await("it to be checked", () -> !window.node("policies-simulate").isDisabled());
        keyboard.backTo("policies-simulate");
        keyboard.press(KeyCode.SPACE);
        window.awaitText("policies-summary", "this would have asked for");
        keyboard.tabToAndPress("policies-publish");
        window.awaitText("policies-done", "Proposed. It stands among the requests");
        assertThat(backend.owner().client().requests(RequestFilter.ALL, RequestOrder.NEWEST, 1, null).items())
                .singleElement().extracting(RequestSummary::state).isEqualTo(RequestState.PENDING);
    }

    @Thorough.Only
    @Test
    void handsDecisionsOverAndTakesThemBack() {
        keyboard.open("delegations");
        window.await("those who may decide", () -> !window.node("delegate-who").isDisabled());
        keyboard.tabTo("delegate-who");
        keyboard.press(KeyCode.DOWN);
        keyboard.tabTo("delegate-last");
        keyboard.press(KeyCode.F4);
        keyboard.press(KeyCode.RIGHT);
        keyboard.press(KeyCode.ENTER);
        keyboard.tabTo("delegate-reason");
        keyboard.write("Holiday");
        window.awaitText("delegate-meaning", "Ada Lind decides for you");
        keyboard.tabToAndPress("delegate-submit");
        window.await("the delegation", () -> delegations().size() == 1);
        Delegation made = delegations().getFirst();
        assertThat(made.member()).isEqualTo(dan);
        window.awaitShown("delegation-end-" + made.id());
        keyboard.tabToAndPress("delegation-end-" + made.id());
        window.awaitShown("delegations-none");
        assertThat(delegations()).singleElement().extracting(Delegation::endedAt).isNotNull();
    }

    private static List<Delegation> delegations() {
        return backend.owner().client().delegations();
    }

    @Thorough.Only
    @Test
    void looksIntoTheLogExportsAndVerifiesIt() {
        Path file = folder.resolve("log.ahexport");
        dialogs.answer(file);
        keyboard.open("audit");
        window.awaitText("audit-size", "entries");
        keyboard.tabTo("audit-filter-type");
        keyboard.press(KeyCode.DOWN);
        window.awaitShown("audit-filter-clear");
        keyboard.tabTo("audit-filter-clear");
        keyboard.press(KeyCode.SPACE);
        window.await("all events", () -> !window.shows("audit-filter-clear"));
        keyboard.tabTo("audit-events");
        keyboard.press(KeyCode.DOWN);
        window.awaitText("audit-recomputed", "recomputed here");
        keyboard.tabTo("audit-only-actor");
        keyboard.tabToAndPress("audit-export");
        window.awaitText("audit-exported", "log.vkey");
        keyboard.tabToAndPress("audit-verify");
        window.awaitText("verify-verdict", "Intact");
        assertThat(file).isNotEmptyFile();
    }

    @Thorough.Only
    @Test
    void goesThroughWhatACheckFound() throws Exception {
        TestLog log = new TestLog("northwind").calls(40);
        TestLog forged = new TestLog("northwind").calls(17);
        forged.calls(6, "/elsewhere");
        dialogs.answer(log.exportWithEvent(folder.resolve("broken.ahexport"), 20, forged.event(20)));
        dialogs.answer(Files.writeString(folder.resolve("northwind.vkey"), log.signer().verifierKey() + "\n"));
        keyboard.open("verify");
        keyboard.tabToAndPress("verify-choose");
        window.awaitShown("verify-failure");
        keyboard.tabToAndPress("verify-choose-key");
        window.awaitText("verify-verdict", "Broken at entry 20");
        keyboard.tabToAndPress("verify-show-entry-20");
        window.awaitText("verify-entry-title", "Entry 20");
        keyboard.tabToAndPress("verify-entry-close");
        window.await("the entry to be gone", () -> !window.shows("verify-entry"));
        keyboard.awaitAt("verify-show-entry-20");
    }

    @Test
    void acknowledgesAnOverride() throws Exception {
        UUID ticket = backend.submitTicket("Overridden");
        backend.override(ticket, "The customer leaves today.");
        window.awaitText("alert-what", "Overridden");
        keyboard.tabTo("alert-headline");
        keyboard.tabToAndPress("alert-show");
        window.awaitText("request-title", "Overridden");
        // It arms a moment after it came.
        window.await("the alert to be ready", () -> !window.node("alert-acknowledge").isDisabled());
        keyboard.tabToAndPress("alert-acknowledge");
        window.await("the alert to leave", () -> !window.shows("alert"));
        assertThat(backend.owner().client().administration().alerts(AlertFilter.ALL)).singleElement()
                .satisfies(alert -> assertThat(alert.acknowledgements()).hasSize(1));
    }
}
