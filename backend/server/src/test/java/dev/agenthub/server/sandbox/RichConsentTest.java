package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.db.OrgContext;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.RefusedException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections whose provider is asked for what scopes can't say (RFC 9396). */
class RichConsentTest {
    /** What the service itself needs, and each of the two tools; both need the second. */
    private static final String ACCOUNT = "{\"identifier\":\"A-1\",\"type\":\"account\"}";
    private static final String SEND = "{\"actions\":[\"send\"],\"limit\":{\"perDay\":20},\"type\":\"message\"}";
    private static final String OPEN = "{\"actions\":[\"open\"],\"type\":\"ticket\"}";
    private static final String PARAMETER = "authorization_details";
    private static final String PUSHED = "\"pushedAuthorizationRequestEndpoint\":\"BASE/oauth/par\",";

    @TempDir
    private Path folder;
    private @Nullable HostileProvider open;
    private volatile @Nullable String sent;

    @AfterEach
    void stop() {
        if (open != null) {
            open.close();
        }
    }

    /** A provider that knows these types, of a service that needs an account, with one tool that sends and one that sends and opens. */
    private HostileProvider provider(boolean pushed, String... types) throws IOException {
        HostileProvider made = new HostileProvider(folder, definition -> {
            String endpoint = definition.replaceFirst("(?s).*\"tokenEndpoint\":\"([^\"]+)/oauth/token\".*", "$1");
            return definition.replace(HostileProvider.EXCHANGED, "")
                    .replace("\"kind\":\"oauth\",", "\"kind\":\"oauth\",\"authorizationDetailsTypes\":"
                            + new String(JsonArray.ofStrings(List.of(types)).canonicalBytes(), StandardCharsets.UTF_8)
                            + "," + (pushed ? PUSHED.replace("BASE", endpoint) : ""))
                    .replace("\"v\":", "\"authorizationDetails\":[" + ACCOUNT + "],\"v\":");
        }, tool -> tool.replace("\"scopes\":", "\"authorizationDetails\":["
                + (tool.contains("\"tickets.create\"") ? OPEN + "," + SEND : SEND) + "],\"scopes\":"));
        open = made;
        return made;
    }

    private HostileProvider provider(boolean pushed) throws IOException {
        return provider(pushed, "account", "message", "ticket");
    }

    /** What stands in a form, decoded. */
    private static @Nullable String parameter(String form, String name) {
        return Stream.of(form.split("&", -1)).filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst().orElse(null);
    }

    private MockResponse keep(RecordedRequest request, String answer) {
        sent = parameter(Objects.requireNonNull(request.getBody()).utf8(), PARAMETER);
        return json(201, answer);
    }

    private static MockResponse json(int status, String body) {
        return new MockResponse.Builder().code(status).addHeader("Content-Type", "application/json").body(body).build();
    }

    private static RefusedException refused(ErrorCode code, Runnable attempt) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, attempt::run);
        assertThat(refused.code()).as(String.valueOf(refused.detail())).isEqualTo(code);
        return refused;
    }

    private static int attempts(HostileProvider provider) {
        return provider.world.database.transactions().call(OrgContext.system(provider.world.org),
                handle -> handle.createQuery("select count(*) from authorization_attempt where org_id = :org")
                        .bind("org", provider.world.org).mapTo(int.class).one());
    }

    @Test
    void asksForWhatTheServiceAndToolsNeedEachOnce() throws IOException {
        HttpUrl page = HttpUrl.get(provider(false).begin().authorizationUrl());

        assertThat(page.queryParameterValues(PARAMETER)).containsExactly("[" + OPEN + "," + SEND + "," + ACCOUNT + "]");
        assertThat(page.queryParameter("scope")).isEqualTo("messages:write tickets:write");
    }

    @Test
    void pushesItWhereTheProviderTakesPushedRequests() throws IOException {
        HostileProvider provider = provider(true);
        provider.calls = request -> {
            assertThat(request.getTarget()).isEqualTo("/oauth/par");
            return keep(request, "{\"request_uri\":\"urn:example:1\",\"expires_in\":60}");
        };

        HttpUrl page = HttpUrl.get(provider.begin().authorizationUrl());

        assertThat(sent).isEqualTo("[" + OPEN + "," + SEND + "," + ACCOUNT + "]");
        assertThat(page.queryParameterNames()).containsExactlyInAnyOrder("client_id", "request_uri");
    }

    @Test
    void asksForItWithACodeThatIsTypedOnAnotherDevice() throws IOException {
        HostileProvider provider = provider(false);
        provider.calls = request -> {
            sent = parameter(Objects.requireNonNull(request.getBody()).utf8(), PARAMETER);
            return DeviceConsentTest.codes();
        };

        provider.authorizations.beginByCode(provider.owner, provider.connector);

        assertThat(sent).isEqualTo("[" + OPEN + "," + SEND + "," + ACCOUNT + "]");
    }

    @Test
    void asksForNothingWhereTheProviderDoesNotKnowAType() throws IOException {
        HostileProvider provider = provider(true, "account");

        assertThat(refused(ErrorCode.AUTHORIZATION_DETAILS_UNKNOWN, provider::begin).detail())
                .isEqualTo("The types: message, ticket.");
        refused(ErrorCode.AUTHORIZATION_DETAILS_UNKNOWN,
                () -> provider.authorizations.beginByCode(provider.owner, provider.connector));
        refused(ErrorCode.AUTHORIZATION_DETAILS_UNKNOWN, () -> provider.authorizations.authorize(provider.owner,
                provider.connector, new NewAuthorization("http://127.0.0.1:4711/connected")));

        assertThat(provider.called).hasValue(0);
        assertThat(attempts(provider)).isZero();
        assertThat(provider.log()).isEmpty();
        assertThat(provider.shown().state()).isEqualTo(ConnectionState.PENDING);
    }

    @Test
    void saysWhereTheProviderRefusesThem() throws IOException {
        HostileProvider provider = provider(true);
        provider.calls = _ -> json(400, "{\"error\":\"invalid_authorization_details\"}");

        assertThat(refused(ErrorCode.AUTHORIZATION_DETAILS_REFUSED, provider::begin).detail())
                .contains("invalid_authorization_details");
        refused(ErrorCode.AUTHORIZATION_DETAILS_REFUSED,
                () -> provider.authorizations.beginByCode(provider.owner, provider.connector));
        assertThat(provider.log()).isEmpty();
    }

    @Test
    void tellsWhatItIsAuthorizedForAsItWasAsked() throws IOException {
        HostileProvider provider = provider(false);
        provider.details = "[" + SEND + "," + OPEN + "," + ACCOUNT + "]";
        provider.connect();

        assertThat(provider.log().getLast().data().array("asked")).isEqualTo(JsonValue.parse(
                ("[\"messages:write\",\"tickets:write\"," + OPEN + "," + SEND + "," + ACCOUNT + "]")
                        .getBytes(StandardCharsets.UTF_8)));
    }
}
