package dev.agenthub.app.ui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.CatalogTool;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ConnectorDraft;
import dev.agenthub.app.testing.TestTimeout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connects services that the catalog does not know, by a file that defines them. Writes pictures. */
final class OwnDefinitionWindowTest extends OpenConnections {
    private static final String WEATHER = """
            {"v": "agenthub/connector/v1", "name": "weather", "title": "Weather", "documentation": "https://weather.example/help",
             "baseUrl": "https://api.weather.example/", "hosts": ["api.weather.example"],
             "authorization": {"kind": "key", "header": "X-Api-Key", "prefix": "Key "},
             "tools": [{"name": "forecast.get", "title": "Forecast for {place}", "risk": "low", "scopes": [],
               "call": {"http": {"method": "GET", "path": "/forecasts/{place}"}},
               "schema": {"type": "object", "required": ["place"], "properties": {"place": {"type": "string"}}}}]}""";
    private static final String NOTES = """
            {"v": "agenthub/connector/v1", "name": "notes", "title": "Notes", "documentation": "https://notes.example/help",
             "baseUrl": "https://api.notes.example/v2/", "hosts": ["api.notes.example"],
             "authorization": {"kind": "oauth", "authorizationEndpoint": "https://login.notes.example/authorize",
               "tokenEndpoint": "https://login.notes.example/token", "clientAuthentication": "none"},
             "scopes": [{"name": "notes:write", "title": "Write notes", "required": true}], "tools": []}""";

    @BeforeEach
    void openTheCatalog() {
        window.click("connections-connect");
        window.awaitShown("catalog-github");
    }

    private void offer(String definition) throws IOException {
        offer(definition.getBytes(StandardCharsets.UTF_8));
    }

    private void offer(byte[] definition) throws IOException {
        Path file = folder.resolve("service.json");
        Files.write(file, definition);
        dialogs.answer(file);
        window.click("catalog-own");
    }

    @Test
    void connectsAServiceWithAKeyAsItsDefinitionSays() throws Exception {
        offer(WEATHER);
        window.awaitText("new-title", "Connect Weather");
        assertThat(window.text("new-reach"))
                .contains("Calls may go to: api.weather.example.", "Scopes: none.", "Tools: forecast.get.");
        assertThat(window.shows("new-base-url")).isFalse();
        assertThat(window.shows("new-header")).as("the definition says the header").isFalse();
        look("connections-own-key");
        window.type("new-key", "canary-key-3Wd8");
        window.click("new-submit");
        window.awaitText("connections-done", "Weather is connected.");

        Connection made = connection("Weather");
        assertThat(made.service()).isEqualTo("weather");
        assertThat(made.ownDefinition()).isNotNull();
        assertThat(made.header()).isEqualTo("X-Api-Key");
        assertThat(made.state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(admin().tools(made.connector())).extracting(CatalogTool::name).containsExactly("forecast.get");
        assertThat(faults).isEmpty();
    }

    @Test
    void asksTheProviderThatADefinitionNamesForConsent() throws Exception {
        offer(NOTES);
        window.awaitText("new-title", "Connect Notes");
        assertThat(window.text("new-reach")).contains("Scopes: notes:write.", "Tools: none.");
        window.type("new-client-id", "agenthub");
        window.click("new-submit");
        TestTimeout.await("the provider’s page").until(() -> person.opened().size() == 1);
        assertThat(person.opened().getFirst()).hasHost("login.notes.example");
        assertThat(connection("Notes")).extracting(Connection::service, Connection::state).containsExactly("notes",
                ConnectionState.PENDING);
        assertThat(faults).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithADefinitionAndConnectsNothing() throws Exception {
        offer(WEATHER.replace("\"GET\"", "\"FETCH\""));
        window.awaitText("catalog-failure", "[CONNECTION_INVALID]");
        assertThat(window.text("catalog-failure")).contains("/tools/0",
                "method is one of [DELETE, GET, PATCH, POST, PUT]");
        assertThat(keyboard.isAt("catalog-own")).as("the next file can be offered at once").isTrue();
        glance("connections-own-wrong");
        offer(new byte[]{'{', (byte) 0xFF, '}'});
        window.awaitText("catalog-failure", "service.json can’t be read as text in UTF-8.");
        assertThat(window.text("catalog-failure")).contains("[FILE_UNREADABLE]");
        offer(WEATHER + " ".repeat(ConnectorDraft.LARGEST));
        window.awaitText("catalog-failure", "262144 bytes");

        // The next one is of the catalog again, and takes nothing of an own definition along.
        offer(WEATHER);
        window.awaitText("new-title", "Connect Weather");
        window.click("new-back");
        window.click("catalog-linear");
        window.awaitText("new-title", "Connect Linear");
        assertThat(window.shows("new-reach")).isFalse();
        window.type("new-client-id", "agenthub");
        window.click("new-submit");
        TestTimeout.await("the provider’s page").until(() -> person.opened().size() == 1);
        assertThat(connection("Linear").ownDefinition()).isNull();
        assertThat(admin().connections()).extracting(Connection::name).doesNotContain("Weather");
        assertThat(faults).isEmpty();
    }
}
