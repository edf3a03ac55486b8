package dev.agenthub.server.connectors.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.Catalog;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.sandbox.SandboxService;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which parts of an authorization server's metadata are used. */
class DiscoveryTest {

    private static Authorization.OAuth discovered(String further) {
        return (Authorization.OAuth) definition(further, "oauth-authorization-server").authorization();
    }

    /** As of a server that answers at one of its well-known addresses only. */
    private static ConnectorDefinition definition(String further, String wellKnown) {
        return definition(further, wellKnown, null);
    }

    private static ConnectorDefinition definition(String further, String wellKnown, @Nullable Boolean offlineAccess) {
        var discovery = new Discovery(request -> {
            if (!((HTTPRequest) request).getURL().getPath().equals("/.well-known/" + wellKnown)) {
                return new HTTPResponse(404);
            }
            HTTPResponse response = new HTTPResponse(200);
            response.setEntityContentType(ContentType.APPLICATION_JSON);
            response.setBody("""
                    {"issuer": "https://login.example", "authorization_endpoint": "https://login.example/authorize",
                     "token_endpoint": "https://login.example/token", "response_types_supported": ["code"],
                     "code_challenge_methods_supported": ["S256"]FURTHER}""".replace("FURTHER", further));
            return response;
        });
        return discovery.of(Catalog.builtIn().find("oauth").orElseThrow(), "https://login.example",
                HttpUrl.get("https://api.example/"), offlineAccess);
    }

    @Test
    void readsTheMetadataOfOpenIdConnectWhereThereIsNoOther() {
        assertThat(definition("", "openid-configuration").authorization())
                .isEqualTo(definition("", "oauth-authorization-server").authorization());
        assertThatThrownBy(() -> definition("", "nothing"))
                .hasMessageContaining("it answered 404 when asked for its metadata");
    }

    @Test
    void asksForARefreshTokenWhereTheServerNamesItsScope() {
        ConnectorDefinition definition = definition(", \"scopes_supported\": [\"openid\", \"offline_access\"]",
                "oauth-authorization-server");
        assertThat(definition.requiredScopes()).containsExactly("offline_access");
        assertThat(((Authorization.OAuth) definition.authorization()).parameters())
                .isEqualTo(Map.of("prompt", "consent"));

        for (ConnectorDefinition without : List.of(
                definition(", \"scopes_supported\": [\"openid\"]", "oauth-authorization-server"),
                definition(", \"scopes_supported\": [\"offline_access\"]", "oauth-authorization-server", false))) {
            assertThat(without.scopes()).isEmpty();
            assertThat(((Authorization.OAuth) without.authorization()).parameters()).isEmpty();
        }
    }

    @Test
    void knowsTheTypesOfAuthorizationDetailsThatAreNamed() {
        assertThat(discovered(", \"authorization_details_types_supported\": [\"payment\", \"account\"]").detailsTypes())
                .containsExactlyInAnyOrder("payment", "account");
    }

    @Test
    void knowsNoneWhereNoneIsNamed() {
        assertThat(discovered("").detailsTypes()).isEmpty();
    }

    @Test
    void findsTheSandboxAsItsDefinitionSaysIt(@TempDir Path folder) {
        try (DataFolder data = DataFolder.open(folder);
                SandboxService sandbox = SandboxService.start(data, () -> true, InstantSource.system())) {
            Authorization.OAuth said = (Authorization.OAuth) sandbox.definition().authorization();
            Authorization.OAuth found = (Authorization.OAuth) new Discovery(
                    request -> ((HTTPRequest) request).send(), true)
                    .of(Catalog.builtIn().find("oauth").orElseThrow(), sandbox.baseUrl(),
                            HttpUrl.get(sandbox.baseUrl()), null)
                    .authorization();

            assertThat(found).usingRecursiveComparison().ignoringFields("narrowing").isEqualTo(said);
            assertThat(found.narrowing()).isEqualTo(Authorization.Narrowing.OPTIONAL);
        }
    }
}
