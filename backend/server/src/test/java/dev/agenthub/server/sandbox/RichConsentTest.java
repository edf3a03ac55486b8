package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agenthub.api.AcceptedScopes;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NeededScope;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.RequestState;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests connections that request authorization details (RFC 9396). */
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
    /** Whether a call's token is exchanged for a narrower one. */
    private boolean exchanged;

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
            return definition.replace(HostileProvider.EXCHANGED, exchanged ? HostileProvider.EXCHANGED : "")
                    .replace("[\"refund\"],",
                            new String(JsonArray.ofStrings(List.of(types)).canonicalBytes(), StandardCharsets.UTF_8)
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
        assertThat(refused.error()).as(String.valueOf(refused.detail())).isEqualTo(code);
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

    /** Nothing is missing where nobody has granted anything yet. */
    @Test
    void saysWhatWillBeNeededBeforeItIsConnected() throws IOException {
        ConnectionScopes details = details(provider(false));

        assertThat(details.needed()).extracting(NeededScope::scope).containsExactly(OPEN, SEND, ACCOUNT);
        assertThat(List.of(details.granted(), details.missing(), details.unused(), details.unasked()))
                .containsOnly(List.of());
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

    /** What a token that came to be otherwise says it was given. */
    private static void renew(HostileProvider provider, @Nullable String details) {
        provider.details = details;
        provider.clock.advance(Duration.ofMinutes(55));
        provider.refresher.sweep(provider.world.org);
    }

    private static ConnectionScopes details(HostileProvider provider) {
        return Objects.requireNonNull(provider.shown().authorizationDetails());
    }

    private static String list(String... details) {
        return "[" + String.join(",", details) + "]";
    }

    private static JsonArray array(String text) {
        return (JsonArray) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private HostileProvider connected(String... granted) throws IOException {
        HostileProvider provider = provider(false);
        provider.details = list(granted);
        provider.connect();
        return provider;
    }

    @Test
    void callsWithWhatWasAskedForAndGranted() throws IOException {
        HostileProvider provider = connected(ACCOUNT, SEND, OPEN);

        assertThat(details(provider).needed()).extracting(NeededScope::scope).containsExactly(OPEN, SEND, ACCOUNT);
        assertThat(details(provider).needed()).extracting(NeededScope::required).containsExactly(false, false, true);
        assertThat(details(provider).granted()).containsExactlyInAnyOrder(ACCOUNT, SEND, OPEN);
        assertThat(List.of(details(provider).missing(), details(provider).unused(), details(provider).unasked()))
                .containsOnly(List.of());
        assertThat(provider.run()).isEqualTo("The provider answered 201");
        assertThat(provider.ticket().state()).isEqualTo(RequestState.PENDING);
        assertThat(provider.log().getFirst().data().array("scopes")).isEqualTo(
                array("[\"messages:write\",\"tickets:write\"," + list(ACCOUNT, SEND, OPEN).substring(1)));
    }

    @Test
    void stopsOnlyTheToolsWhoseDetailWasNotGranted() throws IOException {
        HostileProvider provider = connected(ACCOUNT, SEND);

        assertThat(details(provider).missing()).containsExactly(OPEN);
        assertThat(refused(ErrorCode.AUTHORIZATION_DETAIL_MISSING, provider::ticket).detail()).contains("ticket");
        assertThat(provider.run()).isEqualTo("The provider answered 201");
    }

    @Test
    void stopsEverythingWhereTheServiceItselfLacksADetail() throws IOException {
        HostileProvider provider = connected(SEND, OPEN);

        refused(ErrorCode.AUTHORIZATION_DETAIL_MISSING, provider::submit);
        refused(ErrorCode.AUTHORIZATION_DETAIL_MISSING, provider::ticket);
    }

    @Test
    void takesWhatTheProviderDoesNotSayOrNobodyShouldReadForNotGranted() throws IOException {
        HostileProvider provider = provider(false);
        String echo = "[{\"type\":\"account\",\"identifier\":\"A-1\",\"note\":\"ECHO\"}]";
        for (@Nullable
        String answer : Arrays.<@Nullable String>asList(null, "{}", "\"all\"", "[1]", "[{\"actions\":[]}]",
                "[{\"type\":7}]",
                echo.replace("ECHO", HostileProvider.access(7)),
                echo.replace("ECHO", Base64.getEncoder()
                        .encodeToString(HostileProvider.refresh(8).getBytes(StandardCharsets.UTF_8))),
                echo.replace("ECHO", HostileProvider.CLIENT_SECRET))) {
            provider.details = answer;
            provider.connect();

            assertThat(details(provider).granted()).as(answer).isEmpty();
            assertThat(details(provider).missing()).as(answer).containsExactly(OPEN, SEND, ACCOUNT);
            refused(ErrorCode.AUTHORIZATION_DETAIL_MISSING, provider::submit);
        }
        assertThat(provider.log().toString()).doesNotContain("canary");
        provider.details = echo;
        provider.connect();
        assertThat(details(provider).granted()).as("the same without a secret").hasSize(1);
    }

    @Test
    void takesADetailThatTheProviderAddedToForGrantedAndAnotherValueNot() throws IOException {
        String added = SEND.replace("\"type\"", "\"since\":\"2026\",\"type\"");
        String other = OPEN.replace("[\"open\"]", "[\"open\",\"close\"]");
        HostileProvider provider = connected(ACCOUNT, added, other);

        assertThat(details(provider).missing()).containsExactly(OPEN);
        assertThat(details(provider).unasked()).containsExactly(other);
        assertThat(details(provider).unused()).containsExactly(other);
        assertThat(provider.run()).isEqualTo("The provider answered 201");
        refused(ErrorCode.AUTHORIZATION_DETAIL_MISSING, provider::ticket);
    }

    @Test
    void keepsThemOverARefreshThatSaysNothingAndTellsWhatOneChanges() throws IOException {
        HostileProvider provider = connected(ACCOUNT, SEND, OPEN);
        UUID approved = provider.submit();
        renew(provider, null);
        assertThat(details(provider).missing()).isEmpty();
        assertThat(provider.log().getLast().type()).isEqualTo("connector.refreshed");

        renew(provider, list(ACCOUNT, OPEN));

        assertThat(provider.log().getLast().type()).isEqualTo(EventType.CONNECTOR_SCOPES_CHANGED);
        assertThat(provider.log().getLast().data().array("removed")).isEqualTo(array(list(SEND)));
        assertThat(provider.log().getLast().data().array("added").items()).isEmpty();
        assertThat(provider.run(approved)).contains("an authorization detail of the type message");
        assertThat(provider.called).hasValue(0);
    }

    @Test
    void letsNothingUseADetailThatNobodyAskedForUntilItIsAccepted() throws IOException {
        String more = "{\"actions\":[\"delete\"],\"type\":\"message\"}";
        HostileProvider provider = connected(ACCOUNT, SEND, OPEN, more);
        assertThat(details(provider).unasked()).containsExactly(more);
        assertThat(missing(provider, more)).isEqualTo("AUTHORIZATION_DETAIL_MISSING");
        for (String wrong : List.of(SEND, "nothing", "[]")) {
            refused(ErrorCode.CONNECTION_INVALID, () -> accept(provider, wrong));
        }

        assertThat(Objects.requireNonNull(accept(provider, more).authorizationDetails()).unasked()).isEmpty();

        assertThat(missing(provider, more)).isEmpty();
        AuditEvent accepted = provider.log().getLast();
        assertThat(accepted.type()).isEqualTo(EventType.CONNECTOR_SCOPES_ACCEPTED);
        assertThat(accepted.data().array("scopes")).isEqualTo(array(list(more)));
        assertThat(accepted.data().array("accepted")).isEqualTo(array(list(more)));
    }

    private static Connection accept(HostileProvider provider, String detail) {
        return provider.authorizations.acceptScopes(provider.owner, provider.connector,
                new AcceptedScopes(List.of(), List.of(detail)));
    }

    /** Why a call that needs this is refused; empty where it is not. */
    private static String missing(HostileProvider provider, String detail) {
        return provider.world.database.transactions().call(OrgContext.system(provider.world.org), handle -> {
            try {
                provider.world.connectors.access(handle, provider.world.org, provider.connector,
                        new Permissions(List.of(), List.of(AuthorizationDetail.ofText(detail))));
                return "";
            } catch (CallRefusedException e) {
                return e.code();
            }
        });
    }

    @Test
    void shrinksToWhatIsNeededByAnotherConsent() throws IOException {
        HostileProvider provider = connected(ACCOUNT, SEND, OPEN);
        NewAuthorization back = new NewAuthorization("http://127.0.0.1:4711/connected");
        refused(ErrorCode.CONNECTION_INVALID,
                () -> provider.authorizations.shrink(provider.owner, provider.connector, back));
        renew(provider, list(ACCOUNT, SEND, OPEN, "{\"type\":\"ticket\"}"));

        assertThat(provider.authorizations.shrink(provider.owner, provider.connector, back).authorizationDetails())
                .containsExactly(OPEN, SEND, ACCOUNT);
    }

    @Test
    void callsWithATokenForTheDetailsOfTheCallAloneOrNotAtAll() throws IOException {
        exchanged = true;
        HostileProvider provider = connected(ACCOUNT, SEND, OPEN);
        for (String given : List.of("", detailsOf(ACCOUNT), detailsOf(ACCOUNT, SEND, OPEN))) {
            exchange(provider, given);
            assertThat(provider.run()).as(given).endsWith("OTHER_AUTHORIZATION_DETAILS");
            provider.clock.advance(Duration.ofSeconds(31));
        }
        assertThat(provider.called).hasValue(0);
        exchange(provider, detailsOf(ACCOUNT, SEND));

        assertThat(provider.run()).isEqualTo("The provider answered 201");
        assertThat(sent).isEqualTo(list(SEND, ACCOUNT));
    }

    private static String detailsOf(String... details) {
        return ",\"" + PARAMETER + "\":" + list(details);
    }

    private void exchange(HostileProvider provider, String given) {
        provider.instead = request -> {
            sent = parameter(Objects.requireNonNull(request.getBody()).utf8(), PARAMETER);
            return json(200, "{\"access_token\":\"narrow\",\"token_type\":\"Bearer\",\"issued_token_type\":"
                    + "\"urn:ietf:params:oauth:token-type:access_token\"" + given + "}");
        };
    }

    @Test
    void saysWhereTheTokenEndpointRefusesThem() throws IOException {
        HostileProvider provider = provider(false);
        provider.instead = _ -> json(400, "{\"error\":\"invalid_authorization_details\"}");

        refused(ErrorCode.AUTHORIZATION_DETAILS_REFUSED, provider::connect);
        assertThat(provider.shown().state()).isEqualTo(ConnectionState.PENDING);
    }
}
