package dev.agenthub.server.connectors.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.Catalog;
import dev.agenthub.server.connectors.oauth.AuthorizationServer.DeviceCodes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the request for a device code and the checks of its answer. */
class DeviceCodesTest {
    private static final String GOOD = """
            {"device_code": "dc", "user_code": "WDJB-MJHT", "verification_uri": "https://login.example/device",
             "verification_uri_complete": "https://login.example/device?user_code=WDJB-MJHT", "expires_in": 900, "interval": 7}""";

    private final AtomicReference<HTTPRequest> asked = new AtomicReference<>();

    private DeviceCodes ask(String answer) throws ProviderException {
        var oauth = (Authorization.OAuth) Catalog.builtIn().find("github").orElseThrow().authorization();
        return new AuthorizationServer(oauth,
                new AuthorizationServer.Client("the-client", SecretBytes.ofText("hidden")),
                request -> {
                    asked.set((HTTPRequest) request);
                    HTTPResponse response = new HTTPResponse(200);
                    response.setEntityContentType(ContentType.APPLICATION_JSON);
                    response.setBody(answer);
                    return response;
                }).device(Permissions.ofScopes(List.of("repo", "read:org")));
    }

    @Test
    void asksForTheScopesAndTakesThePageTheCodeAndTheInterval() throws ProviderException {
        DeviceCodes codes = ask(GOOD);
        HTTPRequest sent = Objects.requireNonNull(asked.get());
        assertThat(sent.getURI()).hasToString("https://github.com/login/device/code");
        assertThat(sent.getBody()).contains("client_id=the-client").doesNotContain("code_challenge")
                .containsPattern("scope=repo(\\+|%20)read%3Aorg");
        assertThat(codes.userCode()).isEqualTo("WDJB-MJHT");
        assertThat(codes.page()).hasToString("https://login.example/device");
        assertThat(codes.complete()).hasToString("https://login.example/device?user_code=WDJB-MJHT");
        assertThat(codes.lifetime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(codes.interval()).isEqualTo(7);
        assertThat(codes.toString()).doesNotContain("dc,");
    }

    @Test
    void takesTheOlderNameOfThePageAndTheUsualInterval() throws ProviderException {
        DeviceCodes codes = ask(
                """
                        {"device_code": "dc", "user_code": "ABCD", "verification_url": "https://login.example/device", "expires_in": 9}""");
        assertThat(codes.page()).hasToString("https://login.example/device");
        assertThat(codes.complete()).isNull();
        assertThat(codes.interval()).isEqualTo(5);
    }

    @Test
    void waitsAMinuteAtMost() throws ProviderException {
        refuses(GOOD.replace("7}", "-3}"));
        assertThat(ask(GOOD.replace("7}", "86400}")).interval()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example/device", "javascript:alert(1)", "file:///etc/passwd",
            "https://u:p@login.example/", "not an address", ""})
    void opensNoOtherPageThanOneOverTls(String page) {
        for (String name : List.of("verification_uri\": \"https://login.example/device\"",
                "verification_uri_complete\": \"https://login.example/device?user_code=WDJB-MJHT\"")) {
            refuses(GOOD.replace(name, name.substring(0, name.indexOf('"')) + "\": \"" + page + "\""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "AB\\nCD", "AB\\u202eCD", "caf\\u00e9"})
    void showsNoCodeThatNobodyCanType(String code) {
        refuses(GOOD.replace("\"WDJB-MJHT\"", "\"" + code + "\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "", "{\"device_code\": \"dc\"}"})
    void takesNothingElse(String answer) {
        refuses(answer);
    }

    @Test
    void takesNoCodeThatIsOver() {
        refuses(GOOD.replace("900", "0"));
        refuses(GOOD.replace("900", "-1"));
    }

    private void refuses(String answer) {
        assertThatThrownBy(() -> ask(answer)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.code()).isEqualTo("PROVIDER_ANSWER_UNREADABLE"));
    }
}
