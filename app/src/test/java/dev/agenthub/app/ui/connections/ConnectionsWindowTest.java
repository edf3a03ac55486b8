package dev.agenthub.app.ui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.NewRate;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.RatePeriod;
import dev.agenthub.app.client.AgentClient;
import dev.agenthub.app.testing.Outcomes;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.app.ui.common.Scrolled;
import dev.agenthub.db.Thorough;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;

/**
 * The connections screen as an administrator uses it, with a real backend, sandbox and PostgreSQL. Writes pictures.
 */
final class ConnectionsWindowTest extends OpenConnections {
    private static final String KEY = "canary-key-7Hq2mZ";

    @Test
    void connectsTheSandboxShowsWhatItMayDoAndEndsItAtTheProvider() {
        look("connections");
        URI given = connect();
        assertThat(keyboard.isAt("consent-cancel")).isTrue();
        look("connections-waiting");
        keyboard.press(KeyCode.SPACE);
        window.await("the wait to end", () -> !window.shows("consent"));
        TestTimeout.await("the way back to be closed").until(() -> isClosed(given));
        assertThat(window.shows("consent-failure")).isFalse();
        assertThat(connection(SANDBOX).state()).isEqualTo(ConnectionState.PENDING);

        person.decide(connect(), "deny");
        window.awaitText("consent-failure", "Somebody said no at the provider");
        assertThat(window.text("consent-failure")).contains("access_denied", "[AUTHORIZATION_FAILED]");
        look("connections-denied");
        assertThat(connection(SANDBOX).state()).isEqualTo(ConnectionState.PENDING);

        assertThat(person.decide(connect(), "allow")).contains("You can close this window");
        window.awaitText("connections-done", SANDBOX + " is connected.");
        window.awaitText(state(), "Healthy");
        assertThat(window.shows(part("help"))).as("nothing is to be done").isFalse();
        assertThat(window.shows("consent-failure")).isFalse();

        window.click(part("inside"));
        window.awaitShown(part("left"));
        window.await("what happened", () -> words(part("happened")).contains("connected"));
        assertThat(words(part("needed"))).contains("messages:write", "the service itself");
        assertThat(words(part("granted"))).contains("messages:write");
        assertThat(words(part("unused"))).contains("None");
        assertThat(window.text(part("will"))).contains("the provider is told to end them");
        look("connections-inside");

        window.click(part("disable"));
        window.awaitText(state(), "Disabled: no call goes through.");
        window.awaitText(state(), "The provider ended its tokens on");
        assertThat(connection(SANDBOX).state()).isEqualTo(ConnectionState.DISABLED);
        look("connections-disabled");
        assertThat(faults).isEmpty();
    }

    @Thorough.Only
    @Test
    void connectsWithACodeInstead() {
        person.decide(connect(), "deny");
        window.awaitText("consent-failure", "Somebody said no at the provider");
        assertThat(window.shows("consent-use-code")).isTrue();
        look("connections-use-code");
        window.click("consent-use-code");
        window.awaitText("consent-waiting", "Open this page on any device and type this code there");
        assertThat(window.shows("consent-use-code")).isFalse();
        String code = window.typed("consent-code");
        assertThat(code).matches("[A-Z]{4}-[A-Z]{4}");
        look("connections-code");
        assertThat(person.type(URI.create(window.typed("consent-address")), code, "allow")).contains("Go back");
        window.awaitText("connections-done", SANDBOX + " is connected.");
        window.awaitText(state(), "Healthy");
        assertThat(window.shows("consent-code")).isFalse();
        assertThat(window.shows("consent-use-code")).isFalse();
        assertThat(faults).isEmpty();
    }

    @Test
    void showsWhoNeedsAScopeAndShrinksAndAcceptsWhatWasGrantedBesides() {
        UUID clerk = clerk();
        person.decide(connect(), "allow", " refunds:write");
        window.awaitText(state(), "Drifted: the provider granted refunds:write, which nobody asked for.");
        window.click(part("inside"));
        window.awaitShown(part("accept"));
        assertThat(words(part("needed"))).contains("tickets:write", "Clerk · tickets.create");
        assertThat(window.text(part("will"))).contains("These tools stop: Clerk · tickets.create.");
        look("connections-drifted");

        window.click(part("accept"));
        window.awaitText("connections-done", "Tools may use what the provider granted");
        window.awaitText(state(), "Healthy");
        assertThat(words(part("unused"))).contains("refunds:write");

        admin().disable(clerk);
        int before = person.opened().size();
        window.click(part("shrink"));
        TestTimeout.await("a page to be opened").until(() -> person.opened().size() == before + 1);
        window.awaitText("consent-waiting", "Waiting for your consent");
        person.decide(person.opened().getLast(), "allow");
        window.await("what is unused to end", () -> words(part("unused")).contains("None"));
        assertThat(words(part("granted"))).contains("messages:write").doesNotContain("tickets:write", "refunds:write");
        assertThat(faults).isEmpty();
    }

    @Test
    void drawsWhatIsUsedOfRatesAndBudgets() throws Exception {
        UUID sandbox = connection("Sandbox").connector();
        admin().setBudget(new NewBudget("Customer care", null, BudgetPeriod.MONTH, "EUR", "600.00"));
        admin().setRate(new NewRate("Customer care", sandbox, 40, RatePeriod.DAY));
        NewAgentKey payer = payer();
        window.click("connection-inside-" + sandbox);
        window.type("connection-key-" + sandbox, "half a k");
        pay(payer, "480.00");
        window.await("the spending to be drawn", () -> window.shows("connection-usage-" + sandbox)
                && words("connection-usage-" + sandbox).contains("480.00 EUR spent"));
        assertThat(words("connection-usage-" + sandbox)).contains("Calls: 40 per day", "1 used",
                "39 of 40 may go now", "Spending of all of Customer care: 600.00 EUR this month",
                "120.00 of 600.00 EUR left");
        assertThat(window.onWindow(() -> window.node("connection-usage-" + sandbox).lookupAll(".usage-bar").stream()
                .map(Node::getAccessibleText).toList())).hasSize(2).last().asString()
                .startsWith("Spending of all of Customer care: 600.00 EUR this month: 480.00 EUR spent");
        window.write("ey");
        assertThat(window.typed("connection-key-" + sandbox)).as("typing went on").isEqualTo("half a key");
        look("connections-usage");

        admin().setBudget(new NewBudget("Customer care", sandbox, BudgetPeriod.DAY, "EUR", "0.00"));
        window.awaitText("connection-state-" + sandbox, "Limited: 0.00 EUR, the budget of this day, are used.");
        look("connections-limited");
        window.click("connection-inside-" + sandbox);
        window.click("connection-inside-" + connection(SANDBOX).connector());
        window.await("only the workspace's budget", () -> window.shows(part("usage"))
                && words(part("usage")).contains("Spending of all of Customer care"));
        assertThat(words(part("usage"))).doesNotContain("Calls");
        assertThat(faults).isEmpty();
    }

    @Test
    void scrollsToTheCardThatAnAlertLeadsTo() {
        List<UUID> services = IntStream.range(10, 30).mapToObj(number -> Outcomes.done(admin().connect(
                new NewConnection("Customer care", "Service " + number, "https://billing.example/v2", null, null, null,
                        KEY)))
                .connector()).toList();
        UUID last = services.getLast();
        window.awaitShown("connection-" + last);
        window.frame();
        assertThat(isWhollyVisible(last)).isFalse();
        window.onWindow(() -> screen.showConnection(last));
        awaitVisible(last);
        look("connections-led-to");

        StackPane place = window.onWindow(() -> (StackPane) screen.root().getParent());
        UUID first = services.getFirst();
        window.onWindow(() -> {
            place.getChildren().clear();
            screen.hidden();
            screen.showConnection(first);
            place.getChildren().setAll(screen.root());
            screen.shown();
            return true;
        });
        awaitVisible(first);
        assertThat(window.shows("connection-happened-" + last)).isFalse();
        assertThat(faults).isEmpty();
    }

    private void awaitVisible(UUID connector) {
        window.await("the card and what happened",
                () -> window.shows("connection-happened-" + connector)
                        && words("connection-happened-" + connector).contains("connected")
                        && isWhollyVisible(connector));
    }

    private boolean isWhollyVisible(UUID connector) {
        return window.onWindow(() -> {
            Scrolled at = Objects.requireNonNull(Scrolled.around(window.node("connection-" + connector)));
            return at.part().getMinY() >= at.top() && at.part().getMaxY() <= at.top() + at.room();
        });
    }

    private NewAgentKey payer() {
        PolicySummary policy = backend.owner().client().policies().getFirst();
        backend.owner().client().publishPolicy(policy.current().id(), policy.current().version(),
                "{\"rules\":[{\"outcome\":\"allow\"}]}");
        return install("""
                {"v": "agenthub/manifest/v1", "name": "Payer", "workspace": "Customer care", "policy": "Customer care",
                 "tools": [{"name": "refunds.create", "title": "Refund {amount}", "risk": "low",
                   "connector": "Sandbox", "scopes": [], "cost": {"amount": {"$arg": "/amount"}, "currency": "EUR"},
                   "schema": {"type": "object", "required": ["amount"], "additionalProperties": false,
                     "properties": {"amount": {"type": "string"}}},
                   "call": {"http": {"method": "POST", "path": "/refunds", "body": {"amount": {"$arg": "/amount"}}}}}]}
                """);
    }

    /** Has something paid, and waits until it is. */
    private void pay(NewAgentKey payer, String amount) {
        UUID request;
        try (AgentClient agent = new AgentClient(backend.uri(), null, payer.secret())) {
            request = agent.submit(UUID.randomUUID().toString(), "refunds.create", Map.of("amount", amount), null)
                    .request();
        }
        TestTimeout.await("the call to end").until(() -> backend.owner().client().request(request).summary().state(),
                state -> !state.open());
    }

    /** An agent with one tool of the sandbox with consent. */
    private UUID clerk() {
        return install(
                """
                        {"v": "agenthub/manifest/v1", "name": "Clerk", "workspace": "Customer care", "policy": "Customer care",
                         "tools": [{"name": "tickets.create", "title": "Ticket for {customer}", "risk": "low",
                           "connector": "Sandbox (with consent)", "scopes": ["tickets:write"],
                           "schema": {"type": "object", "required": ["customer"], "additionalProperties": false,
                             "properties": {"customer": {"type": "string"}}},
                           "call": {"http": {"method": "POST", "path": "/tickets", "body": {"customer": {"$arg": "/customer"}}}}}]}
                        """)
                .agent();
    }

    private boolean isClosed(URI consentPage) {
        try {
            person.decide(consentPage, "allow");
            return false;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    @Thorough.Only
    @Test
    void connectsAServiceOfTheCatalogByKeysAlone() {
        keyboard.tabTo("connections-connect");
        keyboard.press(KeyCode.SPACE);
        window.awaitShown("catalog-github");
        window.frame();
        keyboard.awaitAt("catalog-search");
        look("connections-catalog");
        keyboard.write("nothing like it");
        window.awaitShown("catalog-nothing");
        keyboard.press(KeyCode.SHORTCUT, KeyCode.A);
        keyboard.write("with a key");
        window.await("the rest to go", () -> !window.shows("catalog-github"));
        keyboard.press(KeyCode.ENTER);
        keyboard.awaitAt("new-name");
        keyboard.tabToAndPress("new-submit");
        assertThat(window.text("new-failure")).isEqualTo("Give it a name.");
        keyboard.backTo("new-name");
        keyboard.write("Billing");
        keyboard.tabTo("new-base-url");
        keyboard.write("http://billing.example");
        keyboard.tabTo("new-key");
        keyboard.write(KEY);
        look("connections-key");
        keyboard.tabToAndPress("new-submit");
        window.awaitText("new-failure", "[CONNECTION_INVALID]");
        keyboard.backTo("new-base-url");
        keyboard.press(KeyCode.SHORTCUT, KeyCode.A);
        keyboard.write("https://billing.example/v2");
        keyboard.tabToAndPress("new-submit");
        window.awaitText("connections-done", "Billing is connected.");
        String id = connection("Billing").connector().toString();
        window.awaitText("connection-state-" + id, "Healthy");

        keyboard.tabToAndPress("connection-inside-" + id);
        window.awaitShown("connection-disable-" + id);
        keyboard.tabToAndPress("connection-disable-" + id);
        window.awaitText("connection-state-" + id, "its key is forgotten here");
        look("connections-without-key");
        keyboard.tabTo("connection-key-" + id);
        keyboard.write("another-" + KEY);
        keyboard.press(KeyCode.ENTER);
        window.awaitText("connections-done", "Billing uses the new key.");
        assertThat(connection("Billing").state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(window.typed("connection-key-" + id)).as("no key stays").isEmpty();
        assertThat(window.typed("new-key")).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Thorough.Only
    @Test
    void asksForWhatAServiceWithConsentWantsToKnow() {
        window.click("connections-connect");
        window.click("catalog-oauth");
        window.awaitShown("new-issuer");
        assertThat(window.text("new-hint")).contains("http://127.0.0.1/connected");
        assertThat(window.shows("new-offline-access")).isTrue();
        look("connections-oauth");
        window.click("new-back");
        window.click("catalog-linear");
        window.awaitShown("new-client-id");
        assertThat(window.shows("new-offline-access")).isFalse();
        assertThat(window.shows("new-issuer")).isFalse();
        assertThat(window.shows("new-base-url")).isFalse();
        window.type("new-client-id", "agenthub");
        window.click("new-submit");
        TestTimeout.await("the provider’s page").until(() -> person.opened().size() == 1);
        assertThat(person.opened().getFirst().getHost()).isEqualTo("linear.app");
        window.awaitText("consent-waiting", "Waiting for your consent to Linear");
        assertThat(connection("Linear").state()).isEqualTo(ConnectionState.PENDING);
        window.awaitShown("connection-state-" + connection("Linear").connector());
        assertThat(faults).isEmpty();
    }

}
