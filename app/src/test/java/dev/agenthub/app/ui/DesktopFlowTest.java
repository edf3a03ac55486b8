package dev.agenthub.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Requirement;
import dev.agenthub.api.Risk;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.InboxScreen;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.PeopleScreen;
import dev.agenthub.app.ui.signin.SignInContext;
import dev.agenthub.evidence.canonical.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

final class DesktopFlowTest {
    private final FxTaskRunner tasks = new FxTaskRunner();
    private TestBackend backend;
    private BackendClient client;
    private DesktopFlow flow;
    private Window window;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        backend = new TestBackend();
        TestRequest refund = new TestRequest().with(TestBackend.ORG, JsonObject.builder().put("amount", "480.00")
                .put("currency", "EUR").put("customer", "cus_9fKq2").put("reason", "damaged\u202E in transit").build(),
                "http://127.0.0.1:40123/refunds");
        TestRequest ticket = new TestRequest();
        ticket.tool = "tickets.create";
        ticket.title = "Create ticket “Lamp arrived broken”";
        ticket.risk = Risk.MEDIUM;
        ticket.required = List.of(new Requirement(1, "approvers"));
        ticket.with(TestBackend.ORG, JsonObject.builder().put("subject", "Lamp arrived broken").build(),
                "http://127.0.0.1:40123/tickets");
        backend.requests.addAll(List.of(refund, ticket));
        client = new BackendClient(backend.uri());
        KeyFiles keys = QuickKeys.in(folder);
        AppServices services = TestServices.of(tasks, folder);
        Supplier<String> code = () -> TestBackend.INVITATION;
        window = new Window();
        flow = window.onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(code),
                (session, goTo) -> session == null ? List.of() : screens(session, services), IdleTime.DEFAULT));
        window.begin(flow);
    }

    private static List<Screen> screens(Session session, AppServices services) {
        return List.of(new InboxScreen(session, services, new Drafts()), new PeopleScreen(session, services));
    }

    @AfterEach
    void close() {
        window.end(flow);
        window.close();
        client.close();
        backend.close();
        tasks.close();
    }

    @Test
    void leadsFromTheFirstRunToASignedDecision() {
        window.awaitShown("enrol-name");
        window.picture("01-first-run");
        window.type("enrol-name", "Ada Lind");
        window.type("enrol-passphrase", "orbit velvet candle");
        window.type("enrol-repeat", "orbit velvet candle");
        window.picture("02-first-run-filled");
        window.click("enrol-submit");
        window.awaitShown("inbox-list");
        window.awaitText("inbox-link", "Live");
        window.picture("03-inbox");
        window.click("request-row-" + backend.requests.getFirst().id);
        window.awaitShown("request-same-here");
        window.readPayload();
        window.awaitText("request-armed", "Your key signs");
        window.picture("04-refund");
        window.type("request-reason", "Photos checked");
        window.click("request-approve");
        window.await("the decision to arrive", () -> !backend.decisions.isEmpty());
        window.awaitText("request-title", "Create ticket");
        window.picture("05-next");
        assertThat(window.onWindow(() -> new FxRobot().lookup("#request-payload .scroll-bar:horizontal")
                .match(Node::isVisible).tryQuery().isPresent())).as("a bar below the bytes").isFalse();
        window.click("decided-show");
        window.awaitShown("request-ineligible");
        window.picture("05-approved");
        window.click("rail-people");
        window.click("invite-submit");
        window.awaitShown("invite-code");
        window.picture("06-people");
        assertThat(backend.decisions.getFirst().reason()).isEqualTo("Photos checked");
    }
}
