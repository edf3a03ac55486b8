package dev.agenthub.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Problem;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** A manifest that says something else than was meant is refused before anybody installs it, with the place. */
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
            /a/{customer}?b={urgent} | {"X-A":{"$arg":"/address/city"}} | {"a":{"$arg":"/labels/0"},"b":{"$arg":"/more/x/y"}}
            /a/{any}                 | {"X-A":{"$arg":"/any/x"}}        | {"$arg":""}
            """)
    void takesAHoleThatAnArgumentMayFill(String path, String headers, String body) {
        assertThat(preview(manifest(path, headers, body)).status()).isEqualTo(200);
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
