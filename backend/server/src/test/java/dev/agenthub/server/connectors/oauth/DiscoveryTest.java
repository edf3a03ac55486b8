package dev.agenthub.server.connectors.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.Catalog;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

/** What is taken of what an authorization server publishes about itself. */
class DiscoveryTest {

    private static Authorization.OAuth discovered(String further) {
        var discovery = new Discovery(_ -> {
            HTTPResponse response = new HTTPResponse(200);
            response.setEntityContentType(ContentType.APPLICATION_JSON);
            response.setBody("""
                    {"issuer": "https://login.example", "authorization_endpoint": "https://login.example/authorize",
                     "token_endpoint": "https://login.example/token", "response_types_supported": ["code"],
                     "code_challenge_methods_supported": ["S256"]FURTHER}""".replace("FURTHER", further));
            return response;
        });
        return (Authorization.OAuth) discovery.of(Catalog.builtIn().find("oauth").orElseThrow(),
                "https://login.example", HttpUrl.get("https://api.example/")).authorization();
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
}
