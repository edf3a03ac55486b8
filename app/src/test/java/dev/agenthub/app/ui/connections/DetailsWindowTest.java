package dev.agenthub.app.ui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.TestTimeout;
import org.junit.jupiter.api.Test;

/** Authorization details (RFC 9396) on the connections screen, with the sandbox. */
final class DetailsWindowTest extends OpenConnections {
    private static final String EUROS = "{\"currency\":\"EUR\",\"limit\":\"500.00\",\"type\":\"refund\"}";
    private static final String DOLLARS = "{\"currency\":\"USD\",\"limit\":\"50.00\",\"type\":\"refund\"}";
    private static final String POUNDS = "{\"currency\":\"GBP\",\"limit\":\"9.00\",\"type\":\"refund\"}";

    @Test
    void showsWhichAreNeededGrantedAndAccepted() {
        payer();
        person.allow(connect(), asked -> asked, box -> box.contains("EUR"));
        window.awaitText(state(), "refund (an authorization detail)");
        window.click(part("inside"));
        window.awaitShown(part("details-needed"));
        assertThat(words(part("details-needed"))).contains(EUROS + "\nPayer · refunds.create\n" + DOLLARS
                + "\nPayer · refunds.create\nnot granted");
        assertThat(words(part("details-granted"))).contains(EUROS).doesNotContain("USD");
        assertThat(words(part("details-unused"))).contains("None");
        assertThat(words(part("needed"))).contains("messages:write").doesNotContain("refund");
        glance("details-missing");

        int before = person.opened().size();
        window.click(part("help"));
        TestTimeout.await("a page to be opened").until(() -> person.opened().size() == before + 1);
        person.allow(person.opened().getLast(), asked -> asked.replaceFirst("]$", "," + POUNDS + "]"), _ -> true);
        window.awaitText(state(), "Drifted: the provider granted refund (an authorization detail), which nobody");
        assertThat(words(part("details-needed"))).doesNotContain("not granted");
        assertThat(words(part("details-granted"))).contains(EUROS, DOLLARS, POUNDS);
        assertThat(words(part("details-unused"))).contains(POUNDS).doesNotContain("EUR");
        assertThat(words(part("unasked"))).contains(POUNDS).doesNotContain("EUR");
        glance("details-drifted");

        keyboard.tabToAndPress(part("accept"));
        window.awaitText("connections-done", "Tools may use what the provider granted");
        window.awaitText(state(), "Healthy");
        assertThat(window.shows(part("unasked"))).isFalse();
        assertThat(words(part("details-unused"))).contains(POUNDS);
        glance("details-accepted");
        assertThat(faults).isEmpty();
    }

    /** An agent whose tool needs two details of the sandbox with consent, and no scope. */
    private void payer() {
        install("""
                {"v": "agenthub/manifest/v1", "name": "Payer", "workspace": "Customer care", "policy": "Customer care",
                 "tools": [{"name": "refunds.create", "title": "Refund {amount}", "risk": "low",
                   "connector": "Sandbox (with consent)", "scopes": [], "authorizationDetails": [DETAILS],
                   "schema": {"type": "object", "required": ["amount"], "additionalProperties": false,
                     "properties": {"amount": {"type": "string"}}},
                   "call": {"http": {"method": "POST", "path": "/refunds", "body": {"amount": {"$arg": "/amount"}}}}}]}
                """.replace("DETAILS", EUROS + "," + DOLLARS));
    }
}
