package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.Connection;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.AgentClient;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.SignInContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an alert about a spending cap leads in the whole desktop, with a real backend, sandbox and PostgreSQL. */
final class CapAlertLeadsTest {
    private static final String PASSPHRASE = "correct horse battery staple";
    private static final byte[] MANIFEST = """
            {"v": "agenthub/manifest/v1", "name": "Payer", "workspace": "Customer care", "policy": "Customer care",
             "tools": [{"name": "refunds.create", "title": "Refund {amount}", "risk": "low",
               "connector": "Sandbox", "scopes": [], "cost": {"amount": {"$arg": "/amount"}, "currency": "EUR"},
               "schema": {"type": "object", "required": ["amount"], "additionalProperties": false,
                 "properties": {"amount": {"type": "string"}}},
               "call": {"http": {"method": "POST", "path": "/refunds", "body": {"amount": {"$arg": "/amount"}}}}}]}
            """.getBytes(StandardCharsets.UTF_8);

    private final FxTaskRunner tasks = new FxTaskRunner();
    private RealBackend backend;
    private BackendClient client;
    private Window window;
    private DesktopFlow flow;

    @BeforeEach
    void join(@TempDir Path folder) throws Exception {
        backend = new RealBackend(folder.resolve("data"));
        client = new BackendClient(backend.uri());
        window = new Window();
        String code = backend.invite("Dan Osei", Role.ADMIN);
        KeyFiles keys = QuickKeys.in(folder);
        AppServices services = TestServices.of(tasks, folder);
        flow = window.onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> code),
                new DesktopScreens(services), IdleTime.DEFAULT));
        window.begin(flow);
        window.enrol("Dan Osei", PASSPHRASE);
    }

    @AfterEach
    void close() {
        window.end(flow);
        window.close();
        client.close();
        tasks.close();
        backend.close();
    }

    @Test
    void toTheOpenedCardOfItsConnectionEvenAfterAnotherWasOpen() {
        AdminClient admin = backend.owner().client().administration();
        UUID capped = connector(admin, "Sandbox");
        UUID other = connector(admin, "Sandbox (with consent)");
        window.click("rail-connections");
        window.awaitShown("connection-inside-" + other);
        window.click("connection-inside-" + other);
        window.awaitShown("connection-happened-" + other);
        window.click("rail-inbox");

        admin.setBudget(new NewBudget("Customer care", capped, BudgetPeriod.MONTH, "EUR", "100.00"));
        pay(admin, "80.00");
        window.awaitText("alert-headline", "80 % of a spending cap is used: Sandbox, a connection of Customer care");
        window.click("alert-show");

        window.awaitShown("connection-usage-" + capped);
        assertThat(window.shows("inbox-list")).isFalse();
        assertThat(window.shows("connection-happened-" + other)).as("the card that was open before").isFalse();
    }

    private static UUID connector(AdminClient admin, String name) {
        return admin.connections().stream().filter(one -> one.name().equals(name)).map(Connection::connector)
                .findFirst().orElseThrow();
    }

    private void pay(AdminClient admin, String amount) {
        PolicySummary policy = backend.owner().client().policies().getFirst();
        backend.owner().client().publishPolicy(policy.current().id(), policy.current().version(),
                "{\"rules\":[{\"outcome\":\"allow\"}]}");
        ChangeOutcome<NewAgentKey> installed = admin.install(MANIFEST, admin.preview(MANIFEST, null).digest());
        assertThat(installed).isInstanceOf(ChangeOutcome.Done.class);
        try (AgentClient agent = new AgentClient(backend.uri(), null,
                ((ChangeOutcome.Done<NewAgentKey>) installed).result().secret())) {
            agent.submit(UUID.randomUUID().toString(), "refunds.create", Map.of("amount", amount), null);
        }
    }
}
