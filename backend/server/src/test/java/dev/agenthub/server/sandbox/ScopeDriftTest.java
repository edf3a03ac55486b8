package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AcceptedScopes;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.agents.ManifestBody;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.catalog.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests providers that grant other permissions than requested, or change them. */
class ScopeDriftTest {
    private static final String MESSAGES = "messages:write";
    private static final String TICKETS = "tickets:write";
    private static final String REFUNDS = "refunds:write";

    @TempDir
    private Path folder;
    private HostileProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = new HostileProvider(folder, false);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private ConnectionScopes scopes() {
        return Objects.requireNonNull(provider.shown().scopes());
    }

    private void renew(String scope) {
        provider.scope = scope;
        provider.clock.advance(Duration.ofMinutes(55));
        provider.refresher.sweep(provider.world.org);
    }

    private static void refuses(ErrorCode code, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(code));
    }

    private AuditEvent change() {
        AuditEvent change = provider.log().getLast();
        assertThat(change.type()).isEqualTo(EventType.CONNECTOR_SCOPES_CHANGED);
        assertThat(change.data().string("connector")).isEqualTo(provider.connector.toString());
        return change;
    }

    @Test
    void takesGrantedAsAskedWhereTheProviderDoesNotSay() {
        provider.connect();

        assertThat(scopes().granted()).containsExactly(MESSAGES, TICKETS);
        assertThat(provider.run()).isEqualTo("The provider answered 201");
    }

    @Test
    void stopsOnlyTheToolsWhoseScopeWasNotGranted() {
        provider.scope = TICKETS;
        provider.connect();

        assertThat(scopes().missing()).containsExactly(MESSAGES);
        refuses(ErrorCode.SCOPE_MISSING, () -> provider.submit());
        assertThat(provider.ticket().state()).isEqualTo(RequestState.PENDING);
    }

    @Test
    void recordsWhatWasGrantedAndNoChangeWhereOnlyTheOrderIsAnother() {
        provider.scope = MESSAGES;
        provider.connect();
        assertThat(provider.log().getLast().data().array("scopes")).isEqualTo(JsonArray.ofStrings(List.of(MESSAGES)));

        provider.scope = MESSAGES + " " + TICKETS;
        provider.connect();
        renew(TICKETS + " " + MESSAGES);
        assertThat(provider.log().getLast().type()).isEqualTo("connector.refreshed");
    }

    @Test
    void callsNothingWhereAScopeWasLostAfterTheApproval() {
        provider.connect();
        UUID approved = provider.submit();
        renew(TICKETS);

        assertThat(provider.run(approved)).contains("may not use the scope " + MESSAGES);
        assertThat(provider.status(approved).state()).isEqualTo(RequestState.FAILED);
        assertThat(provider.called).hasValue(0);
        refuses(ErrorCode.SCOPE_MISSING, () -> provider.submit());
        assertThat(provider.log()).extracting(AuditEvent::type).contains(EventType.CONNECTOR_SCOPES_CHANGED)
                .doesNotContain(EventType.CONNECTOR_CALLED);
    }

    @Test
    void callsNothingWithTheNarrowerTokenThatItGotForTheCall() {
        provider.connect();
        UUID approved = provider.submit();
        provider.scope = TICKETS;
        provider.clock.advance(Duration.ofMinutes(61));

        assertThat(provider.run(approved)).contains("may not use the scope " + MESSAGES);
        assertThat(provider.called).hasValue(0);
    }

    @Test
    void stopsEverythingWhereTheServiceItselfLacksAScope() throws IOException {
        try (HostileProvider strict = new HostileProvider(folder.resolve("strict"), true)) {
            strict.scope = MESSAGES;
            strict.connect();

            refuses(ErrorCode.SCOPE_MISSING, () -> strict.submit());
        }
    }

    @Test
    void letsNothingUseAScopeThatNobodyAskedForUntilItIsAccepted() {
        provider.connect();
        renew(MESSAGES + " " + TICKETS + " " + REFUNDS);

        assertThat(change().data().array("added")).isEqualTo(JsonArray.ofStrings(List.of(REFUNDS)));
        assertThat(change().data().array("removed").items()).isEmpty();
        assertThat(scopes().unasked()).containsExactly(REFUNDS);
        assertThat(missing(REFUNDS)).isTrue();
        refuses(ErrorCode.CONNECTION_INVALID, () -> accept(MESSAGES));
        refuses(ErrorCode.CONNECTION_INVALID, () -> accept());

        assertThat(Objects.requireNonNull(accept(REFUNDS).scopes()).unasked()).isEmpty();

        assertThat(missing(REFUNDS)).isFalse();
        assertThat(provider.log().getLast().type()).isEqualTo("connector.scopes_accepted");
    }

    /** Also of the first answer: what was asked for is kept apart from what was granted. */
    @Test
    void letsNothingUseAScopeThatTheConsentAddedUntilItIsAccepted() {
        provider.scope = MESSAGES + " " + TICKETS + " " + REFUNDS;
        provider.connect();

        assertThat(scopes().unasked()).containsExactly(REFUNDS);
        assertThat(missing(REFUNDS)).isTrue();
        assertThat(provider.log().getFirst().data().array("scopes"))
                .isEqualTo(JsonArray.ofStrings(List.of(MESSAGES, TICKETS, REFUNDS)));
    }

    private Connection accept(String... scopes) {
        return provider.authorizations.acceptScopes(provider.owner, provider.connector,
                new AcceptedScopes(List.of(scopes), null));
    }

    private boolean missing(String scope) {
        return provider.world.database.transactions().call(OrgContext.system(provider.world.org), handle -> {
            try {
                provider.world.connectors.access(handle, provider.world.org, provider.connector,
                        Permissions.ofScopes(List.of(scope)));
                return false;
            } catch (CallRefusedException e) {
                assertThat(e.code()).isEqualTo("SCOPE_MISSING");
                return true;
            }
        });
    }

    @Test
    void shrinksToWhatIsNeededByAnotherConsent() {
        provider.connect();
        refuses(ErrorCode.CONNECTION_INVALID, () -> shrink());
        renew(MESSAGES + " " + TICKETS + " " + REFUNDS);
        assertThat(scopes().unused()).containsExactly(REFUNDS);

        StartedAuthorization begun = shrink();
        assertThat(begun.scopes()).containsExactly(MESSAGES, TICKETS);
        provider.scope = null;
        provider.finish(begun);

        assertThat(scopes().unused()).isEmpty();
        assertThat(change().data().array("removed")).isEqualTo(JsonArray.ofStrings(List.of(REFUNDS)));
    }

    @Test
    void installsToolsWhoseScopesTheServiceOffersThoughTheyAreNotGrantedYet() {
        provider.connect();

        assertThat(preview(REFUNDS).tools()).hasSize(1);
        assertThatThrownBy(() -> preview("all:write")).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.error()).isEqualTo(ErrorCode.MANIFEST_INVALID);
            assertThat(e.detail()).contains("refunds.create", "all:write", "does not offer");
        });
    }

    private AgentPreview preview(String scope) {
        JsonObject tool = SampleContent.tools(provider.connector).get(2).document();
        String manifest = """
                {"v":"agenthub/manifest/v1","name":"Payer","workspace":"%s","policy":"%s","tools":[%s]}"""
                .formatted(provider.shown().workspace(), provider.policy,
                        new String(tool.canonicalBytes(), StandardCharsets.UTF_8).replace(REFUNDS, scope));
        var agents = new AgentAdministration(provider.world.database.transactions(), provider.world.audit,
                Catalog.builtIn(), provider.clock);
        return agents.preview(provider.owner, new ManifestBody((JsonObject) JsonValue
                .parse(manifest.getBytes(StandardCharsets.UTF_8)), null, null), null);
    }

    private StartedAuthorization shrink() {
        return provider.authorizations.shrink(provider.owner, provider.connector,
                new NewAuthorization("http://127.0.0.1:4711/connected"));
    }
}
