package dev.agenthub.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.Connection;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.NewOAuthConnection;
import dev.agenthub.api.Problem;
import dev.agenthub.api.Risk;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.catalog.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Tests that mistakes in a manifest are refused before installation, with their place. */
class ManifestFaultsTest {
    private static final String MANIFEST = """
            {"v":"agenthub/manifest/v1","name":"Ticket agent","workspace":"Customer care","policy":"Customer care",
             "tools":[{"name":"tickets.create","title":"Ticket for {customer}","risk":"low","connector":"Provider","scopes":[],
                       "schema":{"type":"object","required":["customer"],"properties":{
                         "customer":{"type":"string"},"urgent":{"type":"boolean"},"labels":{"type":"array","items":{"type":"string"}},
                         "address":{"type":"object","properties":{"city":{"type":"string"}}},"more":{"type":"object"},
                         "any":{"anyOf":[{"type":"string"},{"type":"object","properties":{"x":{}}}]}}},
                       "call":{"http":{"method":"POST","path":"PATH","headers":HEADERS,"body":BODY}}}]}
            """;

    private final TestOrganization org = new TestOrganization();
    private final TestClient admin = org.owner().client();

    private TestClient.Answer preview(String manifest) {
        return admin.postRaw("/v1/agents/previews", "{\"manifest\":" + manifest + "}");
    }

    private static String manifest(String path, String headers, String body) {
        return MANIFEST.replace("PATH", path).replace("HEADERS", headers).replace("BODY", body);
    }

    private String fault(String manifest) {
        TestClient.Answer answer = preview(manifest);
        assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
        return String.valueOf(new JsonMapper().readValue(answer.body(), Problem.class).detail());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "workspace": | "worskpace":"x","workspace": | /worskpace
            "title":     | "titel":"x","title":         | /tools/0/titel
            "http":      | "https":{},"http":           | /tools/0/call/https
            "headers":   | "header":                    | /tools/0/call/http/header
            """)
    void refusesAMemberThatNobodyKnowsWhereverItStands(String right, String wrong, String place) {
        String manifest = manifest("/tickets", "{}", "null");

        assertThat(preview(manifest).status()).isEqualTo(200);
        assertThat(fault(manifest.replace(right, wrong)))
                .startsWith("\"" + place + "\": there is no such member. Known there: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /a/{nope}        | {}                         | null                              | /path         | {nope}
            /a?b={nope}      | {}                         | null                              | /path         | {nope}
            /a/{labels}      | {}                         | null                              | /path         | {labels}
            /a/{more}        | {}                         | null                              | /path         | {more}
            /a/{customer     | {}                         | null                              | /path         | brace
            /a               | {"X-A":{"$arg":"/nope"}}   | null                              | /headers/X-A  | /nope
            /a               | {"X-A":{"$arg":"/labels"}} | null                              | /headers/X-A  | /labels
            /a               | {}                         | {"$arg":"/nope"}                  | /body         | /nope
            /a               | {}                         | {"a/b":[1,{"$arg":"/address/x"}]} | /body/a~1b/1  | /address/x
            /a               | {}                         | {"a":{"$arg":"customer"}}         | /body/a       | customer
            /a               | {}                         | {"a":{"$arg":"/customer/x"}}      | /body/a       | /customer/x
            /a               | {}                         | {"a":{"$arg":7}}                  | /body/a       | JSON Pointer
            /a               | {}                         | {"a":{"$arg":"/any","b":1}}       | /body/a       | JSON Pointer
            """)
    void refusesAHoleThatNoArgumentFills(String path, String headers, String body, String place, String said) {
        assertThat(fault(manifest(path, headers, body))).startsWith("\"/tools/0/call/http" + place + "\": ")
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /a/../b     | {}                      | /path           | neither a fragment nor a segment
            /a/%2e%2e/b | {}                      | /path           | neither a fragment nor a segment
            /a/..%2Fb   | {}                      | /path           | neither a fragment nor a segment
            /a#b        | {}                      | /path           | neither a fragment nor a segment
            /\u00fc    | {}                      | /path           | percent-encoded
            /a?b='c'    | {}                      | /path           | percent-encoded
            /a          | {"X-A":"b\\r\\nX-C: d"} | /headers/X-A    | one line of printable ASCII
            /a          | {"X-A":"\u00fc"}       | /headers/X-A    | one line of printable ASCII
            /a          | {"X-A":["b"]}           | /headers/X-A    | one text
            /a          | {"X-A":null}            | /headers/X-A    | one text
            """)
    void refusesACallThatCouldNeverBeSent(String path, String headers, String place, String said) {
        assertThat(fault(manifest(path, headers, "null"))).startsWith("\"/tools/0/call/http" + place + "\": ")
                .contains(said);
    }

    @Test
    void refusesABodyOfAGetAndTheHeaderOfTheConnectionsCredential() {
        assertThat(fault(manifest("/a", "{}", "{}").replace("\"POST\"", "\"GET\""))).contains("A GET has no body");

        assertThat(admin.post("/v1/connections", new NewConnection("Customer care", "Keyed",
                "https://api.example.com/v1", "X-Api-Key", null, null, "key-of-the-test")).status()).isEqualTo(201);
        assertThat(fault(manifest("/a", "{\"x-api-key\":\"mine\"}", "null")
                .replace("\"connector\":\"Provider\"", "\"connector\":\"Keyed\"")))
                .isEqualTo(
                        "\"/tools/0/call/http/headers/x-api-key\": the connection sends its credential in this header.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /a/{customer}?b={urgent} | {"X-A":{"$arg":"/address/city"}} | {"a":{"$arg":"/labels/0"},"b":{"$arg":"/more/x/y"}}
            /a/{any}                 | {"X-A":{"$arg":"/any/x"}}        | {"$arg":""}
            """)
    void takesAHoleThatAnArgumentMayFill(String path, String headers, String body) {
        assertThat(preview(manifest(path, headers, body)).status()).isEqualTo(200);
    }

    /** The organization's connections to Stripe, by its key, and to GitHub, which nobody has authorized yet. */
    private void connectServices() {
        assertThat(admin.post("/v1/connections", new NewConnection("Customer care", "Payments",
                "https://api.stripe.com/v1", null, null, null, "key-of-the-test")).status()).isEqualTo(201);
        assertThat(admin
                .post("/v1/connections/oauth", new NewOAuthConnection("Customer care", "Code", "github", null, null,
                        null, null, "client-of-the-test", null))
                .status()).isEqualTo(201);
    }

    private static String taking(String tools) {
        return "{\"v\":\"agenthub/manifest/v1\",\"name\":\"Taker\",\"workspace\":\"Customer care\",\"policy\":\"Customer care\",\"tools\":["
                + tools + "]}";
    }

    @Test
    void saysWhereAToolCannotBeTakenFromAService() {
        connectServices();
        String good = "{\"name\":\"refunds.create\",\"from\":\"stripe/refunds.create\",\"connector\":\"Payments\",\"risk\":\"high\"}";
        assertThat(preview(taking(good)).status()).isEqualTo(200);

        Map.of("stripe/refunds.create", List.of("refunds.create", "/from", "a tool of a service"),
                "\"stripe/", List.of("\"strype/", "/from", "no service of the name strype"),
                "/refunds.create",
                List.of("/refunds.undo", "/from", "stripe has no such tool. It has: refunds.create, "),
                "Payments", List.of("Code", "/connector", "it leads to github"),
                "\"Payments", List.of("\"Provider", "/connector", "its address is not one of stripe"),
                "\"high\"", List.of("\"medium\"", "/risk", "it is high or more"),
                "\"risk\":\"high\"", List.of("\"scopes\":[]", "/scopes", "Known there: connector, from, name, risk"))
                .forEach((right, wrong) -> assertThat(fault(taking(good.replace(right, wrong.getFirst()))))
                        .startsWith("\"/tools/0" + wrong.get(1) + "\": ").contains(wrong.get(2)));
        assertThat(fault(taking(good + "," + good))).startsWith("\"/tools/1/name\": ");
    }

    @Test
    void takesAToolFromAServiceAsIfItWereWrittenOut() {
        connectServices();
        String taken = taking("""
                {"name":"issue","from":"github/issues.create","connector":"Code","risk":"high"}""");
        JsonObject.Builder whole = JsonObject.builder();
        Catalog.builtIn().find("github").flatMap(service -> service.tool("issues.create")).orElseThrow().members()
                .forEach((name, value) -> {
                    if (!Set.of("name", "risk").contains(name)) {
                        whole.put(name, value);
                    }
                });
        String written = taking(new String(whole.put("name", "issue").put("risk", "high").put("connector", "Code")
                .build().canonicalBytes(), StandardCharsets.UTF_8));

        AgentPreview shown = preview(taken).as(AgentPreview.class);
        AgentPreview inFull = preview(written).as(AgentPreview.class);

        assertThat(shown.tools()).singleElement().satisfies(tool -> {
            assertThat(tool.from()).isEqualTo("github/issues.create");
            assertThat(tool.scopes()).containsExactly("repo");
            assertThat(tool.risk()).isEqualTo(Risk.HIGH);
        });
        assertThat(inFull.tools()).singleElement().satisfies(tool -> assertThat(tool.from()).isNull());
        assertThat(shown.digest()).isEqualTo(inFull.digest());
        UUID agent = admin.postRaw("/v1/agents", "{\"manifest\":" + taken + ",\"digest\":\"" + shown.digest() + "\"}")
                .as(NewAgentKey.class).agent();
        assertThat(installed(agent)).isEqualTo(shown.digest());
    }

    /** Read as an approved change is, without the catalog. */
    private String installed(UUID agent) {
        return TestBackend.get().database().transactions().call(OrgContext.system(org.org()),
                handle -> AgentAdministration.frozen(handle, org.org(),
                        AgentAdministration.installed(handle, org.org(), agent).document()).digest().hex());
    }

    /** The credentials of a connection are for the agents of its own workspace, whoever knows its id. */
    @Test
    void refusesAToolThroughAConnectorOfAnotherWorkspaceAndNamesIt() {
        assertThat(admin.post("/v1/workspaces", Map.of("name", "Treasury")).status()).isEqualTo(201);
        UUID bank = admin.post("/v1/connections", new NewConnection("Treasury", "Bank", "https://api.example.com/v1",
                null, null, null, "key-of-the-test")).as(Connection.class).connector();
        String said = "\"/tools/0/connector\": the tool tickets.create names no connector of the agent's workspace.";

        for (String named : List.of(bank.toString(), "Bank")) {
            String manifest = manifest("/a", "{}", "null").replace("\"Provider\"", "\"" + named + "\"");
            assertThat(fault(manifest)).isEqualTo(said);
            for (String change : List.of("/v1/agents", "/v1/agents/" + org.agentId() + "/manifest")) {
                TestClient.Answer answer = admin.postRaw(change, "{\"manifest\":" + manifest + ",\"digest\":\""
                        + "0".repeat(64) + "\",\"replaces\":\"" + "0".repeat(64) + "\"}");
                assertThat(answer.code()).as(change).isEqualTo("MANIFEST_INVALID");
                assertThat(answer.body()).contains("tickets.create names no connector of the agent's workspace");
            }
        }
        // As a change is read that others approved.
        assertThatThrownBy(() -> TestBackend.get().database().transactions().run(OrgContext.system(org.org()),
                handle -> {
                    JsonObject installed = AgentAdministration.installed(handle, org.org(), org.agentId()).document();
                    String provider = ((JsonObject) installed.array("tools").items().getFirst()).string("connector");
                    AgentAdministration.frozen(handle, org.org(), (JsonObject) JsonValue.parse(
                            new String(installed.canonicalBytes(), StandardCharsets.UTF_8)
                                    .replace(provider, bank.toString()).getBytes(StandardCharsets.UTF_8)));
                })).isInstanceOf(RefusedException.class).hasMessageContaining("accounts.delete names no connector");
    }

    @Test
    void findsWhatTheManifestNamesByAnIdInCapitalsToo() {
        String owner = org.owner().id().toString().toUpperCase(Locale.ROOT);

        assertThat(
                preview(manifest("/a", "{}", "null").replace("\"policy\":", "\"owner\":\"" + owner + "\",\"policy\":"))
                        .status())
                .isEqualTo(200);
    }
}
