package dev.agenthub.server.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.RequestState;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.CredentialForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests creating and disabling connections over HTTP. */
class ConnectionAdministrationTest {
    private static final String KEY = "canary-4eC39HqLyjWDarjtT1zdp7dc";
    private static final String OTHER = "canary-9aB71ZxWvUtSrQpOnMlKjIhG";
    private static final String URL = "https://api.example.com/v2";

    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    private static NewConnection wanted(String name, String url, @Nullable String header, @Nullable String prefix,
            String key) {
        return new NewConnection("Customer care", name, url, header, prefix, null, key);
    }

    private TestClient.Answer create(NewConnection wanted) {
        return owner.post("/v1/connections", wanted);
    }

    private Connection made() {
        return create(wanted("Billing", URL, null, null, KEY)).as(Connection.class);
    }

    private static String path(Connection connection, String more) {
        return "/v1/connections/" + connection.connector() + more;
    }

    private Connection shown(UUID connector) {
        return owner.get("/v1/connections").as(ConnectionPage.class).items().stream()
                .filter(one -> one.connector().equals(connector)).findFirst().orElseThrow();
    }

    private record ConnectionPage(List<Connection> items) {}

    private Connection provider() {
        return owner.get("/v1/connections").as(ConnectionPage.class).items().stream()
                .filter(one -> one.name().equals("Provider")).findFirst().orElseThrow();
    }

    private ConnectorAccess access(UUID connector) {
        return TestBackend.get().database().transactions().call(OrgContext.system(org.org()), handle -> {
            try {
                return TestBackend.get().connectors().access(handle, org.org(), connector, Permissions.NONE);
            } catch (CallRefusedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private boolean opensWith(UUID connector, String key) throws Exception {
        return TestBackend.get().connectors().has(access(connector), SecretBytes.ofText(key));
    }

    @Test
    void makesAConnectionOnceHoweverOftenItIsAsked() throws Exception {
        Connection made = made();

        assertThat(made).extracting(Connection::name, Connection::baseUrl, Connection::header, Connection::prefix,
                Connection::state).containsExactly("Billing", URL, "Authorization", "Bearer ", ConnectionState.ACTIVE);
        assertThat(opensWith(made.connector(), KEY)).isTrue();
        assertThat(org.eventsAbout(made.connector())).containsExactly(EventType.CONNECTOR_AUTHORIZED);
        assertThat(made()).isEqualTo(made);
        assertThat(create(wanted("Billing", URL, null, null, OTHER)).code()).isEqualTo("NAME_TAKEN");
        assertThat(create(wanted("Billing", URL + "/x", null, null, KEY)).code()).isEqualTo("NAME_TAKEN");
        assertThat(create(wanted("Billing", URL, "X-Api-Key", null, KEY)).code()).isEqualTo("NAME_TAKEN");
        assertThat(org.eventsAbout(made.connector())).hasSize(1);
    }

    @Test
    void carriesTheKeyInTheHeaderThatTheServiceWants() {
        Connection made = create(wanted("Search", URL, "X-Api-Key", null, KEY)).as(Connection.class);
        assertThat(made.header()).isEqualTo("X-Api-Key");
        assertThat(made.prefix()).isEmpty();
        assertThat(access(made.connector()).form()).isEqualTo(new CredentialForm("X-Api-Key", ""));
        assertThat(create(wanted("Basic", URL, null, "Basic ", KEY)).as(Connection.class).prefix())
                .isEqualTo("Basic ");
    }

    @Test
    void showsAKeyToNobodyAndNowhere() {
        Connection made = made();
        owner.post(path(made, "/key"), new ConnectionKey(OTHER));
        TestClient.Answer refused = owner.postRaw("/v1/connections",
                "{\"workspace\":\"Customer care\",\"name\":\"B\",\"baseUrl\":\"" + URL + "\",\"key\":\"" + KEY
                        + "\\n\"}");

        assertThat(refused.code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(refused.body() + owner.get("/v1/connections").body()).doesNotContain("canary");
        assertThat(org.events()).extracting(event -> new String(event.canonicalBytes(), StandardCharsets.UTF_8))
                .noneMatch(event -> event.contains("canary"));
        assertThat(wanted("B", URL, null, null, KEY) + " " + new ConnectionKey(KEY)).doesNotContain("canary");
        List<byte[]> stored = TestBackend.get().database().transactions().call(OrgContext.system(org.org()),
                handle -> handle.createQuery("select sealed_token from connection where org_id = :org")
                        .bind("org", org.org()).mapTo(byte[].class).list());
        assertThat(stored).hasSize(2).extracting(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .noneMatch(bytes -> bytes.contains("canary"));
    }

    @Test
    void forgetsTheKeyThatAnotherOneReplaces() throws Exception {
        Connection made = made();

        owner.post(path(made, "/key"), new ConnectionKey(OTHER)).as(Connection.class);

        assertThat(opensWith(made.connector(), OTHER)).isTrue();
        assertThat(opensWith(made.connector(), KEY)).isFalse();
        assertThat(org.eventsAbout(made.connector())).containsExactly(EventType.CONNECTOR_AUTHORIZED,
                EventType.CONNECTOR_AUTHORIZED);
        List<String> connections = org.events().stream().filter(event -> event.type().startsWith("connector."))
                .map(event -> event.data().string("connection")).distinct().toList();
        assertThat(connections).as("each key is a connection of its own in the log").hasSize(3);
    }

    @Test
    void letsNoCallThroughAndForgetsTheKeyWhenItIsDisabled() {
        Connection provider = provider();
        UUID waiting = org.submit("tickets.create");
        owner.post(path(provider, "/disable"), "").as(Connection.class);
        owner.post(path(provider, "/disable"), "").as(Connection.class);

        assertThat(shown(provider.connector()).state()).isEqualTo(ConnectionState.DISABLED);
        assertThat(credentials(provider.connector())).isZero();
        assertThat(org.agent().post("/v1/requests", TestOrganization.action("messages.send", "k")).code())
                .isEqualTo("CONNECTOR_DISABLED");
        org.approver("Bea", "approvers").approve(waiting);
        org.awaitState(waiting, RequestState.REFUSED);
        assertThat(TestBackend.get().providerWasCalledFor(waiting)).isFalse();

        owner.post(path(provider, "/key"), new ConnectionKey(OTHER)).as(Connection.class);
        UUID sent = org.submit("messages.send");
        org.awaitState(sent, RequestState.EXECUTED);
        assertThat(org.eventsAbout(provider.connector())).startsWith(EventType.CONNECTOR_AUTHORIZED,
                EventType.CONNECTOR_DISABLED, EventType.CONNECTOR_AUTHORIZED);
    }

    @Test
    void isActiveAgainWithAnotherKeyAlone() throws Exception {
        Connection made = made();
        owner.post(path(made, "/disable"), "").as(Connection.class);
        assertThat(create(wanted("Billing", URL, null, null, KEY)).code()).isEqualTo("NAME_TAKEN");

        assertThat(owner.post(path(made, "/key"), new ConnectionKey(OTHER)).as(Connection.class).state())
                .isEqualTo(ConnectionState.ACTIVE);
        assertThat(opensWith(made.connector(), OTHER)).isTrue();
    }

    private int credentials(UUID connector) {
        return TestBackend.get().database().transactions().call(OrgContext.system(org.org()), handle -> handle
                .createQuery("select count(*) from connection where org_id = :org and connector_id = :connector")
                .bind("org", org.org()).bind("connector", connector).mapTo(int.class).one());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.example.com", "ftp://api.example.com", "api.example.com",
            "https://user:canary@api.example.com", "https://api.example.com?key=canary", "https://api.example.com#a",
            "https://127.0.0.1:8443", "https://[::1]/", "https://10.1.2.3", "https://169.254.169.254/latest",
            "https://localhost", "https://db.localhost/"})
    void refusesAnAddressThatIsNoPlainOneOnThePublicInternet(String url) {
        TestClient.Answer answer = create(wanted("Billing", url, null, null, KEY));
        assertThat(answer.code()).isEqualTo("CONNECTION_INVALID");
        assertThat(answer.body()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "content-length", "Proxy-Authorization", "Idempotency-Key", "Cookie",
            "Content-Type"})
    void refusesAHeaderThatCarriesNoKey(String header) {
        assertThat(create(wanted("Billing", URL, header, null, KEY)).code()).isEqualTo("CONNECTION_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X Key", "X-Key:", ""})
    void refusesAHeaderThatIsNone(String header) {
        String body = "{\"workspace\":\"Customer care\",\"name\":\"Billing\",\"baseUrl\":\"" + URL
                + "\",\"header\":\"" + header + "\",\"key\":\"k\"}";
        assertThat(owner.postRaw("/v1/connections", body).code()).isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void isTheBusinessOfTheOrganizationsAdministratorsAlone() {
        Connection made = made();
        TestClient approver = org.approver("Bea", "approvers").client();
        TestClient stranger = new TestOrganization().owner().client();

        assertThat(approver.get("/v1/connections").code()).isEqualTo("FORBIDDEN");
        assertThat(approver.post("/v1/connections", wanted("C", URL, null, null, KEY)).code()).isEqualTo("FORBIDDEN");
        assertThat(approver.post(path(made, "/key"), new ConnectionKey(OTHER)).code()).isEqualTo("FORBIDDEN");
        assertThat(approver.post(path(made, "/disable"), "").code()).isEqualTo("FORBIDDEN");
        assertThat(stranger.get("/v1/connections").body()).doesNotContain("Billing");
        assertThat(stranger.post(path(made, "/key"), new ConnectionKey(OTHER)).code()).isEqualTo("NOT_FOUND");
        assertThat(stranger.post(path(made, "/disable"), "").code()).isEqualTo("NOT_FOUND");
        assertThat(owner.post("/v1/connections", new NewConnection("Nowhere", "C", URL, null, null, null, KEY)).code())
                .isEqualTo("CONNECTION_INVALID");
    }
}
