package dev.agenthub.server.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.AuthorizationKind;
import dev.agenthub.api.CatalogConnector;
import dev.agenthub.api.CatalogScope;
import dev.agenthub.api.CatalogTool;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ConnectorDraft;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.NewOAuthConnection;
import dev.agenthub.api.Problem;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.permissions.RequestedAccess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Tests services that administrators define. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnDefinitionTest {
    private static final String NOTES = """
            {"v": "agenthub/connector/v1", "name": "notes", "title": "Notes", "documentation": "https://notes.example/help",
             "baseUrl": "https://api.notes.example/v2/", "hosts": ["api.notes.example"],
             "authorization": {"kind": "oauth", "issuer": "https://login.notes.example",
               "authorizationEndpoint": "https://login.notes.example/authorize",
               "tokenEndpoint": "https://login.notes.example/token", "clientAuthentication": "basic",
               "revocation": {"endpoint": "https://login.notes.example/revoke", "form": "rfc7009"}},
             "scopes": [{"name": "notes:write", "title": "Write notes"}],
             "tools": [{"name": "notes.create", "title": "Note: {text}", "risk": "low", "scopes": ["notes:write"],
               "call": {"http": {"method": "POST", "path": "/notes", "form": {"text": {"$arg": "/text"}}}},
               "schema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}}]}""";
    private static final String WEATHER = """
            {"v": "agenthub/connector/v1", "name": "weather", "title": "Weather", "documentation": "https://weather.example/help",
             "baseUrl": "https://api.weather.example/", "hosts": ["api.weather.example"],
             "authorization": {"kind": "key", "header": "X-Api-Key", "prefix": "Key "},
             "tools": [{"name": "forecast.get", "title": "Forecast for {place}", "risk": "low", "scopes": [],
               "call": {"http": {"method": "GET", "path": "/forecasts/{place}"}},
               "schema": {"type": "object", "required": ["place"], "properties": {"place": {"type": "string"}}}}]}""";
    private static final String MANIFEST = """
            {"manifest":{"v":"agenthub/manifest/v1","name":"Taker","workspace":"Customer care","policy":"Customer care",
             "tools":[{"name":"taken","from":"%s","connector":"%s"}]}}""";

    private record ToolPage(List<CatalogTool> items) {}

    private final TestOrganization org = new TestOrganization();
    private final TestClient admin = org.owner().client();

    private TestClient.Answer keyed(String name, @Nullable String baseUrl, @Nullable String header,
            String definition) {
        return admin.post("/v1/connections",
                new NewConnection("Customer care", name, baseUrl, header, null, definition, "key-of-the-test"));
    }

    private TestClient.Answer authorized(String name, @Nullable String service, @Nullable String definition) {
        return admin.post("/v1/connections/oauth", new NewOAuthConnection("Customer care", name, service, definition,
                null, null, null, "client-of-the-test", null));
    }

    private static String digest(String definition) {
        return Hash.sha256(JsonValue.parse(definition.getBytes(StandardCharsets.UTF_8)).canonicalBytes()).hex();
    }

    private static String fault(TestClient.Answer answer) {
        assertThat(answer.code()).as(answer.body()).isEqualTo("CONNECTION_INVALID");
        return String.valueOf(new JsonMapper().readValue(answer.body(), Problem.class).detail());
    }

    private AuditEvent only(String type, Connection connection) {
        List<AuditEvent> events = org.events().stream()
                .filter(event -> new JsonString(connection.connector().toString())
                        .equals(event.data().get("connector")))
                .toList();
        assertThat(events).singleElement().extracting(AuditEvent::type).isEqualTo(type);
        return events.getFirst();
    }

    private AgentPreview preview(String from, String connector) {
        return admin
                .postRaw("/v1/agents/previews",
                        MANIFEST
                                .formatted(from, connector))
                .as(AgentPreview.class);
    }

    private List<String> kept() {
        return TestBackend.get().database().transactions().call(OrgContext.system(org.org()),
                handle -> handle.createQuery("select name from connector where org_id = :org order by name")
                        .bind("org", org.org()).mapTo(String.class).list());
    }

    @Test
    void tellsWhatADefinitionSaysWithoutStoringIt() {
        List<String> before = kept();

        CatalogConnector notes = admin.post("/v1/connectors/check", new ConnectorDraft(NOTES))
                .as(CatalogConnector.class);
        assertThat(notes).extracting(CatalogConnector::name, CatalogConnector::authorization,
                CatalogConnector::baseUrl, CatalogConnector::hosts).containsExactly("notes", AuthorizationKind.OAUTH,
                        "https://api.notes.example/v2/", List.of("api.notes.example"));
        assertThat(notes.scopes()).extracting(CatalogScope::scope).containsExactly("notes:write");
        assertThat(notes.tools()).extracting(CatalogTool::name).containsExactly("notes.create");

        assertThat(fault(admin.post("/v1/connectors/check",
                new ConnectorDraft(NOTES.replace("https://login.notes.example/token", "http://127.0.0.1/token")))))
                .contains("/authorization/tokenEndpoint");
        assertThat(fault(admin.post("/v1/connectors/check", new ConnectorDraft("{"))))
                .startsWith("definition: \"\": ");
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    void connectsAServiceWithAKeyAsItsDefinitionSays() {
        Connection made = keyed("Weather", null, null, WEATHER).as(Connection.class);

        assertThat(made).extracting(Connection::state, Connection::baseUrl, Connection::header, Connection::prefix,
                Connection::service, Connection::ownDefinition).containsExactly(ConnectionState.ACTIVE,
                        "https://api.weather.example/", "X-Api-Key", "Key ", "weather", digest(WEATHER));
        assertThat(only(EventType.CONNECTOR_AUTHORIZED, made).data().string("service"))
                .isEqualTo("weather@" + digest(WEATHER));
        assertThat(preview("weather/forecast.get", "Weather").tools()).singleElement().satisfies(tool -> {
            assertThat(tool.url()).isEqualTo("https://api.weather.example/forecasts/{place}");
            assertThat(tool.from()).isEqualTo("weather/forecast.get");
        });
        assertThat(admin.get("/v1/connections/" + made.connector() + "/tools").as(ToolPage.class).items())
                .singleElement().satisfies(tool -> {
                    assertThat(tool.name()).isEqualTo("forecast.get");
                    assertThat(tool.arguments()).containsExactly("place");
                });
        assertThat(new TestOrganization().owner().client().get("/v1/connections/" + made.connector() + "/tools").code())
                .isEqualTo("NOT_FOUND");
        Connection plain = admin.post("/v1/connections", new NewConnection("Customer care", "Plain",
                "https://plain.example/", null, null, null, "key-of-the-test")).as(Connection.class);
        assertThat(admin.get("/v1/connections/" + plain.connector() + "/tools").as(ToolPage.class).items()).isEmpty();
        assertThat(keyed("Weather", null, null, WEATHER).as(Connection.class)).isEqualTo(made);
        assertThat(keyed("Weather", null, null, WEATHER.replace("low", "high")).code()).isEqualTo("NAME_TAKEN");
        assertThat(fault(keyed("Other", null, "X-Key", WEATHER))).startsWith("header: ");
        assertThat(fault(keyed("Other", "https://elsewhere.example/", null, WEATHER))).startsWith("baseUrl: ");
        assertThat(fault(keyed("Other", null, null, NOTES))).startsWith("definition: \"/authorization/kind\": ");
    }

    @Test
    void connectsAServiceThatIsAuthorizedAtItsProvider() {
        Connection made = authorized("Notes", null, NOTES).as(Connection.class);

        assertThat(made).extracting(Connection::state, Connection::service, Connection::ownDefinition)
                .containsExactly(ConnectionState.PENDING, "notes", digest(NOTES));
        assertThat(only("connector.created", made).data().string("definition")).isEqualTo(digest(NOTES));
        assertThat(preview("notes/notes.create", "Notes").tools()).singleElement()
                .satisfies(tool -> assertThat(tool.scopes()).containsExactly("notes:write"));
        Connection listed = authorized("Code", "github", null).as(Connection.class);
        assertThat(listed.ownDefinition()).isNull();
        assertThat(only("connector.created", listed).data().get("definition")).isNull();
        assertThat(fault(authorized("Other", null, WEATHER))).startsWith("definition: \"/authorization/kind\": ");
        assertThat(fault(authorized("Other", "github", NOTES))).startsWith("service: either ");
        assertThat(fault(authorized("Other", null, null))).startsWith("service: either ");
    }

    @Test
    void staysInForceWhereALaterCatalogTakesItsName() {
        Connection made = authorized("Older", null, NOTES).as(Connection.class);
        String document = NOTES.replace("\"name\": \"notes\"", "\"name\": \"linear\"");
        TestBackend.get().database().transactions().run(OrgContext.system(org.org()), handle -> handle
                .createUpdate("update connector set definition = :definition where org_id = :org and id = :id")
                .bind("definition", JsonValue.parse(document.getBytes(StandardCharsets.UTF_8)).canonicalBytes())
                .bind("org", org.org()).bind("id", made.connector()).execute());
        authorized("Newer", "linear", null).as(Connection.class);
        assertThat(fault(authorized("Again", null, document)))
                .isEqualTo(
                        "definition: \"/name\": The catalog has a service of that name: connect that one, or give the "
                                + "definition another name. Connections made with it before keep it.");
        assertThat(authorized("Again", null, NOTES).as(Connection.class).ownDefinition()).isEqualTo(digest(NOTES));

        OrgTransactions transactions = TestBackend.get().database().transactions();
        List<Connection> all = transactions.call(OrgContext.system(org.org()),
                handle -> ConnectionViews.all(handle, org.org()));
        assertThat(all).filteredOn(connection -> "linear".equals(connection.service()))
                .extracting(Connection::name, Connection::ownDefinition)
                .containsExactly(tuple("Newer", null), tuple("Older", digest(document)));
        RequestedAccess access = transactions.call(OrgContext.system(org.org()),
                handle -> RequestedAccess.of(handle, org.org(), made.connector(), Permissions.NONE));
        assertThat(access.service()).isEqualTo("linear@" + digest(document));
        assertThat(preview("linear/notes.create", "Older").tools()).singleElement()
                .satisfies(tool -> assertThat(tool.scopes()).containsExactly("notes:write"));
        assertThat(preview("linear/issues.create", "Newer").tools()).hasSize(1);
        assertThat(admin.postRaw("/v1/agents/previews", MANIFEST.formatted("linear/issues.create", "Older")).body())
                .contains("linear has no such tool. It has: notes.create");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "name": "notes"                    | "name": "github"                     | /name
            "name": "notes"                    | "name": "sandbox"                    | /name
            "title": "Notes"                   | "titel": "Notes"                     | /titel
            "hosts": ["api.notes.example"      | "hosts": ["api.notes.example", "10.1.2.3" | /hosts/1
            login.notes.example/authorize      | localhost/authorize                  | /authorization/authorizationEndpoint
            login.notes.example/token          | 127.0.0.1/token                      | /authorization/tokenEndpoint
            https://login.notes.example/token  | http://login.notes.example/token     | /authorization/tokenEndpoint
            login.notes.example/revoke         | [::1]/revoke                         | /authorization/revocation/endpoint
            "issuer": "https://login.notes.example" | "issuer": "https://169.254.169.254" | /authorization/issuer
            "scopes": ["notes:write"]          | "scopes": ["notes:read"]             | /tools/0/scopes/0
            {"$arg": "/text"}                  | {"$arg": "/body"}                    | /tools/0
            """)
    void saysWhereAFaultIsAndKeepsNothing(String right, String wrong, String pointer) {
        assertThat(NOTES).contains(right);
        List<String> before = kept();
        int events = org.events().size();

        assertThat(fault(authorized("Broken", null, NOTES.replace(right, wrong))))
                .startsWith("definition: \"" + pointer + "\": ");
        assertThat(kept()).isEqualTo(before);
        assertThat(org.events()).hasSize(events);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "header": "X-Api-Key"     | "header": "Cookie"              | /authorization/header
            "prefix": "Key "          | "prefix": "Schl\u00fcssel "    | /authorization/prefix
            "tools":                  | "scopes": [{"name": "a", "title": "A"}], "tools": | /scopes
            {"kind": "key", "header": "X-Api-Key", "prefix": "Key "} | {"kind": "discovered"} | /authorization/kind
            "hosts": ["api.weather.example"] | "hosts": ["localhost"]   | /hosts/0
            """)
    void saysTheSameOfAServiceWithAKey(String right, String wrong, String pointer) {
        assertThat(WEATHER).contains(right);
        List<String> before = kept();
        int events = org.events().size();

        assertThat(fault(keyed("Broken", null, null, WEATHER.replace(right, wrong))))
                .startsWith("definition: \"" + pointer + "\": ");
        assertThat(kept()).isEqualTo(before);
        assertThat(org.events()).hasSize(events);
    }

    @Test
    void refusesADefinitionThatIsNoneOrTooLarge() {
        assertThat(fault(authorized("Broken", null, "{"))).startsWith("definition: \"\": ");
        assertThat(fault(authorized("Broken", null, NOTES + " ".repeat(256 << 10)))).contains("262144");
        assertThat(kept()).doesNotContain("Broken");
    }
}
