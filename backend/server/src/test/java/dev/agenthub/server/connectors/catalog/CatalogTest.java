package dev.agenthub.server.connectors.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agenthub.api.CatalogCost;
import dev.agenthub.api.CatalogTool;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.server.agents.AuthorizationDetail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
    private static final String DEFINITION = """
            {"v": "agenthub/connector/v1", "name": "notes", "title": "Notes", "documentation": "https://notes.example/help",
             "baseUrl": "https://api.notes.example/v2/", "hosts": ["api.notes.example"],
             "authorization": {"kind": "oauth", "issuer": "https://login.notes.example",
               "authorizationEndpoint": "https://login.notes.example/authorize",
               "tokenEndpoint": "https://login.notes.example/token", "clientAuthentication": "basic",
               "revocation": {"endpoint": "https://login.notes.example/revoke", "form": "rfc7009"}},
             "scopes": [{"name": "notes:write", "title": "Write notes"}, {"name": "offline", "title": "Stay", "required": true}],
             "tools": [{"name": "notes.create", "title": "Note: {text}", "risk": "low", "scopes": ["notes:write"],
               "call": {"http": {"method": "POST", "path": "/notes", "form": {"text": {"$arg": "/text"}}}},
               "schema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}}]}""";

    @Test
    void offersTheServicesThatOrganizationsUse() {
        assertThat(Catalog.builtIn().all()).extracting(ConnectorDefinition::name).containsExactly("github", "slack",
                "google-mail", "google-calendar", "google-drive", "microsoft-graph", "atlassian", "stripe", "linear",
                "oauth", "key");
    }

    @Test
    void offersAScopeOnlyWhereAToolNeedsOneAndEachToolsScopes() {
        for (ConnectorDefinition definition : Catalog.builtIn().all()) {
            boolean given = definition.authorization() instanceof Authorization.OAuth;
            assertThat(definition.tools().isEmpty()).as(definition.name())
                    .isEqualTo(definition.name().equals("oauth") || definition.name().equals("key"));
            assertThat(definition.scopes().isEmpty()).as(definition.name()).isEqualTo(!given);
            if (given) {
                assertThat(definition.tools()).as(definition.name()).extracting(tool -> tool.array("scopes").items())
                        .noneMatch(List::isEmpty);
            }
        }
    }

    @Test
    void tellsWhatEachToolTakesAndCosts() {
        CatalogTool refund = Catalog.builtIn().shown().stream().filter(service -> service.name().equals("stripe"))
                .flatMap(service -> service.tools().stream()).filter(tool -> tool.name().equals("refunds.create"))
                .findFirst().orElseThrow();
        assertThat(refund.arguments()).contains("amount", "currency", "payment_intent");
        assertThat(refund.cost()).isEqualTo(new CatalogCost("/amount", "/currency", true));
        assertThat(Catalog.builtIn().shown().getFirst().tools()).allMatch(tool -> tool.cost() == null);
    }

    @Test
    void readsADefinition() {
        ConnectorDefinition notes = parse(DEFINITION);
        assertThat(notes.requiredScopes()).containsExactly("offline");
        assertThat(notes.tool("notes.create")).map(tool -> tool.string("title")).contains("Note: {text}");
        assertThat(notes.tool("notes.delete")).isEmpty();
        assertThat(notes.authorization()).isInstanceOfSatisfying(Authorization.OAuth.class, oauth -> {
            assertThat(oauth.scopeSeparator()).isEqualTo(" ");
            assertThat(oauth.issuerInResponse()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "tokenExchange": false                                | NEVER
            "tokenExchange": true                                 | REQUIRED
            "tokenExchange": true, "tokenExchangeOptional": false | REQUIRED
            "tokenExchange": true, "tokenExchangeOptional": true  | OPTIONAL
            """)
    void knowsWhereATokenIsExchangedForANarrowerOne(String written, Authorization.Narrowing meant) {
        String kind = "\"kind\": \"oauth\",";
        assertThat(parse(DEFINITION.replace(kind, kind + written + ",")).authorization())
                .isInstanceOfSatisfying(Authorization.OAuth.class,
                        oauth -> assertThat(oauth.narrowing()).isEqualTo(meant));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "v": "agenthub/connector/v1"             | "v": "agenthub/connector/v2"              | /v
            "name": "notes"                          | "name": "Notes"                           | /name
            "title": "Notes"                         | "title": ""                               | /title
            "title": "Notes"                         | "titel": "Notes"                          | /titel
            https://notes.example/help               | http://notes.example/help                 | /documentation
            https://api.notes.example/v2/            | https://other.example/v2/                 | /baseUrl
            https://api.notes.example/v2/            | https://u:p@api.notes.example/v2/         | /baseUrl
            "hosts": ["api.notes.example"]           | "hosts": ["API.notes.example"]            | /hosts/0
            "hosts": ["api.notes.example"]           | "hosts": ["api.notes.example:8443"]       | /hosts/0
            "kind": "oauth"                          | "kind": "saml"                            | /authorization/kind
            login.notes.example/token"               | login.notes.example/token#a"              | /authorization/tokenEndpoint
            "tokenEndpoint"                          | "tokenEndpiont"                           | /authorization/tokenEndpiont
            "clientAuthentication": "basic"          | "clientAuthentication": "jwt"             | /authorization/clientAuthentication
            "clientAuthentication"                   | "scopeSeparator": ";", "clientAuthentication" | /authorization/scopeSeparator
            "clientAuthentication"                   | "parameters": {"state": "x"}, "clientAuthentication" | /authorization/parameters/state
            "clientAuthentication"                   | "tokenExchange": "yes", "clientAuthentication" | /authorization/tokenExchange
            "clientAuthentication"                   | "tokenExchangeOptional": true, "clientAuthentication" | /authorization/tokenExchangeOptional
            "issuer": "https://login.notes.example", | "issuerInResponse": true,                 | /authorization/issuerInResponse
            "form": "rfc7009"                        | "form": "post"                            | /authorization/revocation/form
            "name": "notes:write", "title"           | "name": "notes write", "title"            | /scopes/0/name
            "name": "offline"                        | "name": "notes:write"                     | /scopes/1/name
            "scopes": ["notes:write"]                | "scopes": ["notes:read"]                  | /tools/0/scopes/0
            "path": "/notes"                         | "path": "notes"                           | /tools/0
            {"$arg": "/text"}                        | {"$arg": "/body"}                         | /tools/0
            "clientAuthentication"                   | "authorizationDetailsTypes": ["a", "a"], "clientAuthentication" | /authorization/authorizationDetailsTypes/1
            "clientAuthentication"                   | "parameters": {"authorization_details": "[]"}, "clientAuthentication" | /authorization/parameters/authorization_details
            "scopes": [{                             | "authorizationDetails": {"type": "a"}, "scopes": [{ | /authorizationDetails
            "scopes": [{                             | "authorizationDetails": [{"typ": "a"}], "scopes": [{ | /authorizationDetails/0
            "scopes": [{                             | "authorizationDetails": [{"type": 1}], "scopes": [{ | /authorizationDetails/0/type
            "scopes": [{                             | "authorizationDetails": [{"type": "a"}, {"type": "a"}], "scopes": [{ | /authorizationDetails/1
            "scopes": ["notes:write"]                | "scopes": [], "authorizationDetails": [{"type": "a", "actions": "read"}] | /tools/0/authorizationDetails/0/actions
            "scopes": ["notes:write"]                | "scopes": [], "authorizationDetails": [{"type": "a", "locations": []}] | /tools/0/authorizationDetails/0/locations
            "scopes": ["notes:write"]                | "scopes": [], "authorizationDetails": [{"type": "a", "identifier": 7}] | /tools/0/authorizationDetails/0/identifier
            "scopes": ["notes:write"]                | "scopes": [], "authorizationDetails": [{"type": "a", "own": [[[[[[[[1]]]]]]]]}] | /tools/0/authorizationDetails/0
            "name": "notes.create"                   | "connector": "x", "name": "notes.create"  | /tools/0/connector
            "hosts": ["api.notes.example"]           | "hosts": ["api.notes.example", "api.notes.example"] | /hosts/1
            https://api.notes.example/v2/            | https://:p@api.notes.example/v2/          | /baseUrl
            "tools": [                               | "tools": [{"name": "notes.create", "title": "Note", "risk": "low", "scopes": ["notes:write"], "call": {"http": {"method": "POST", "path": "/notes", "form": {"text": {"$arg": "/text"}}}}, "schema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}}, | /tools/1/name
            """)
    void saysWhereAFaultIs(String right, String wrong, String pointer) {
        assertThat(DEFINITION).contains(right);
        DocumentFault fault = catchThrowableOfType(DocumentFault.class, () -> parse(DEFINITION.replace(right, wrong)));
        assertThat(fault.pointer()).as(fault.fault()).isEqualTo(pointer);
    }

    @Test
    void readsWhatScopesCantSay() {
        String detail = "{\"type\": \"note\", \"actions\": [\"write\"], \"book\": {\"pages\": 7}}";
        ConnectorDefinition notes = parse(DEFINITION
                .replace("\"kind\": \"oauth\",", "\"kind\": \"oauth\", \"authorizationDetailsTypes\": [\"note\"],")
                .replace("\"scopes\": [{", "\"authorizationDetails\": [" + detail + "], \"scopes\": [{"));

        assertThat(notes.required().scopes()).containsExactly("offline");
        assertThat(notes.required().details()).extracting(AuthorizationDetail::text)
                .containsExactly("{\"actions\":[\"write\"],\"book\":{\"pages\":7},\"type\":\"note\"}");
        assertThat(notes.authorization()).isInstanceOfSatisfying(Authorization.OAuth.class,
                oauth -> assertThat(oauth.detailsTypes()).containsExactly("note"));
    }

    @Test
    void showsWhatAToolNeedsThatScopesCantSay() {
        ConnectorDefinition notes = parse(DEFINITION.replace("\"scopes\": [\"notes:write\"]",
                "\"authorizationDetails\": [{\"type\": \"note\", \"own\": true}], \"scopes\": [\"notes:write\"]"));

        assertThat(Catalog.shown(notes).tools()).singleElement().satisfies(tool -> {
            assertThat(tool.scopes()).containsExactly("notes:write");
            assertThat(tool.authorizationDetails()).containsExactly("{\"own\":true,\"type\":\"note\"}");
        });
    }

    @Test
    void takesNoAuthorizationDetailsOfAKey() {
        String keyed = DEFINITION.replaceFirst("(?s)\"authorization\": \\{.*?\\}\\},\\s*\"scopes\": \\[.*?\\],",
                "\"authorization\": {\"kind\": \"key\", \"header\": \"X-Key\"},")
                .replace("\"scopes\": [\"notes:write\"]", "\"scopes\": []");
        assertThat(parse(keyed).authorization()).isInstanceOf(Authorization.Key.class);
        for (String place : List.of("\"tools\": [", "\"scopes\": []")) {
            String wrong = keyed.replace(place, "\"authorizationDetails\": [{\"type\": \"note\"}], " + place);
            assertThat(catchThrowableOfType(DocumentFault.class, () -> parse(wrong)).pointer())
                    .endsWith("/authorizationDetails");
        }
    }

    @Test
    void boundsWhatScopesCantSay() {
        String place = "\"scopes\": [{";
        for (String wrong : List.of("{\"type\": \"note\", \"own\": \"" + "x".repeat(4096) + "\"}",
                "{\"type\": \"" + "x".repeat(201) + "\"}")) {
            assertThat(catchThrowableOfType(DocumentFault.class, () -> parse(DEFINITION.replace(place,
                    "\"authorizationDetails\": [" + wrong + "], " + place))).pointer())
                    .startsWith("/authorizationDetails/0");
        }
        String many = IntStream.rangeClosed(0, AuthorizationDetail.MOST)
                .mapToObj(type -> "{\"type\": \"" + type + "\"}").collect(Collectors.joining(","));
        assertThat(catchThrowableOfType(DocumentFault.class, () -> parse(DEFINITION.replace(place,
                "\"authorizationDetails\": [" + many + "], " + place))).pointer()).isEqualTo("/authorizationDetails");
    }

    @Test
    void keepsTheDocumentAsItIs() {
        JsonObject document = parse(DEFINITION).document();
        assertThat(ConnectorDefinition.parse(document.canonicalBytes()).document()).isEqualTo(document);
    }

    private static ConnectorDefinition parse(String text) {
        return ConnectorDefinition.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
