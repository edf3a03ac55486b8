package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AcceptedScopes;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.governance.ChangeResult;
import dev.agenthub.server.sandbox.SampleWorld.Someone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests connections with OAuth where the governance policy requires approval. */
class GovernedConsentTest {
    private static final String BACK = "http://127.0.0.1:4711/connected";

    /** What a scope can't say, which one of the tools needs. */
    private static final String EUROS = "{\"currency\":\"EUR\",\"limit\":\"500.00\",\"type\":\"refund\"}";

    private Path folder;
    private HostileProvider provider;
    private Someone other;

    @BeforeEach
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        provider = new HostileProvider(temporary, definition -> definition.replace(HostileProvider.EXCHANGED, ""),
                tool -> tool.contains("\"tickets.create\"")
                        ? tool.replace("\"scopes\":", "\"authorizationDetails\":[" + EUROS + "],\"scopes\":")
                        : tool);
        other = provider.world.approver(provider.someone, "Bea");
        govern("governance.set", "member.change", "invitation.create", "connection.authorize", "connection.scopes");
    }

    @AfterEach
    void stop() throws IOException {
        provider.close();
    }

    private void govern(String... kinds) {
        provider.world.govern(provider.owner, kinds);
    }

    private ChangeResult<StartedAuthorization> authorize() {
        return provider.authorizations.authorize(provider.owner, provider.connector, new NewAuthorization(BACK));
    }

    private static ProposedChange proposed(ChangeResult<?> outcome) {
        assertThat(outcome).isInstanceOf(ChangeResult.Proposed.class);
        return ((ChangeResult.Proposed<?>) outcome).change();
    }

    private RequestState state(ProposedChange change) {
        return provider.world.approvals().detail(provider.owner, change.request()).summary().state();
    }

    private List<String> behind(ProposedChange change) {
        return provider.world.log().stream()
                .filter(event -> change.request().toString()
                        .equals(event.data().get("request") == null ? null : event.data().string("request")))
                .map(AuditEvent::type).toList();
    }

    /** A way to the provider that others approved. */
    private StartedAuthorization approved() {
        provider.world.approve(other, proposed(authorize()).request());
        return provider.begin();
    }

    @Test
    void sendsNobodyToTheProviderBeforeOthersApprovedAndConnectsOnceThen() throws IOException {
        ProposedChange change = proposed(authorize());
        assertThat(proposed(authorize())).isEqualTo(change);
        String payload = new String(provider.world.approvals().fetchPayload(other.caller(), change.request()).bytes(),
                StandardCharsets.UTF_8);
        JsonObject after = ((JsonObject) JsonValue.parse(payload.getBytes(StandardCharsets.UTF_8))).object("after");
        assertThat(after.members()).containsKeys("asked", "baseUrl", "name", "service", "workspace");
        JsonArray asked = (JsonArray) JsonValue.parse(
                ("[\"messages:write\",\"tickets:write\"," + EUROS + "]").getBytes(StandardCharsets.UTF_8));
        assertThat(after.array("asked")).isEqualTo(asked);

        provider.world.approve(other, change.request());
        provider.details = "[" + EUROS + "]";
        Connection connected = provider.connect();

        assertThat(connected.state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(state(change)).isEqualTo(RequestState.EXECUTED);
        assertThat(behind(change)).containsExactly(EventType.APPROVAL_REQUESTED, EventType.APPROVAL_DECIDED,
                EventType.CHANGE_APPLIED, EventType.CONNECTOR_AUTHORIZED);
        assertThat(provider.log().getLast().data().array("asked")).isEqualTo(asked);
        assertThat(provider.log().getLast().data().array("scopes")).isEqualTo(asked);
        assertThat(provider.world.replay(folder).findings()).filteredOn(finding -> !finding.code().equals("UNPINNED"))
                .isEmpty();
        // It was spent.
        assertThat(proposed(authorize()).request()).isNotEqualTo(change.request());
    }

    @Test
    void givesNoCodeToTypeBeforeOthersApprovedAndConnectsOnceThen() {
        provider.calls = _ -> DeviceConsentTest.codes();
        ProposedChange change = proposed(provider.authorizations.authorizeByCode(provider.owner, provider.connector));
        assertThat(provider.called).hasValue(0);

        provider.world.approve(other, change.request());
        UUID begun = provider.authorizations.beginByCode(provider.owner, provider.connector).authorization();
        provider.clock.advance(Duration.ofSeconds(5));
        Connection connected = provider.authorizations.poll(provider.owner, begun).connection();

        assertThat(Objects.requireNonNull(connected).state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(state(change)).isEqualTo(RequestState.EXECUTED);
        assertThat(behind(change)).containsExactly(EventType.APPROVAL_REQUESTED, EventType.APPROVAL_DECIDED,
                EventType.CHANGE_APPLIED, EventType.CONNECTOR_AUTHORIZED);
    }

    @Test
    void keepsNothingOfACodeThatWasGivenBeforeOthersWereAsked() {
        provider.calls = _ -> DeviceConsentTest.codes();
        govern("governance.set", "member.change", "invitation.create");
        UUID begun = provider.authorizations.beginByCode(provider.owner, provider.connector).authorization();
        govern("governance.set", "member.change", "invitation.create", "connection.authorize");
        provider.clock.advance(Duration.ofSeconds(5));

        assertThatThrownBy(() -> provider.authorizations.poll(provider.owner, begun)).isInstanceOfSatisfying(
                RefusedException.class, e -> assertThat(e.error()).isEqualTo(ErrorCode.CHANGE_CONFLICT));

        assertThat(provider.shown().state()).isNotEqualTo(ConnectionState.ACTIVE);
        assertThat(provider.retired()).isOne();
    }

    @Test
    void lastsOverAWayToTheProviderThatLedNowhere() {
        approved();

        assertThat(provider.connect().state()).isEqualTo(ConnectionState.ACTIVE);
    }

    @Test
    void givesBackWhatWasApprovedForAnotherState() {
        StartedAuthorization first = approved();
        StartedAuthorization second = provider.begin();
        provider.finish(first);

        assertThatThrownBy(() -> provider.finish(second)).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(ErrorCode.REQUEST_NOT_PENDING));

        assertThat(provider.shown().state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(provider.retired()).isOne();
    }

    @Test
    void keepsNothingThatWasBegunBeforeOthersWereAsked() {
        govern("governance.set", "member.change", "invitation.create");
        StartedAuthorization begun = provider.begin();
        govern("governance.set", "member.change", "invitation.create", "connection.authorize");

        assertThatThrownBy(() -> provider.finish(begun)).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(ErrorCode.CHANGE_CONFLICT));

        assertThat(provider.shown().state()).isNotEqualTo(ConnectionState.ACTIVE);
        assertThat(provider.retired()).isOne();
        assertThat(provider.world.logTypes()).doesNotContain(EventType.CHANGE_APPLIED);
    }

    @Test
    void acceptsScopesAndDetailsWhenOthersApproved() {
        approved();
        String detail = "{\"actions\":[\"read\"],\"type\":\"ledger\"}";
        provider.scope = "messages:write tickets:write admin";
        provider.details = "[" + detail + "]";
        provider.connect();
        ProposedChange change = proposed(provider.authorizations.accept(provider.owner, provider.connector,
                new AcceptedScopes(List.of("admin"), List.of(detail))));
        assertThat(Objects.requireNonNull(provider.shown().scopes()).unasked()).containsExactly("admin");
        assertThat(Objects.requireNonNull(provider.shown().authorizationDetails()).unasked()).containsExactly(detail);

        provider.world.approve(other, change.request());
        provider.authorizations.applyWaiting();

        assertThat(Objects.requireNonNull(provider.shown().scopes()).unasked()).isEmpty();
        assertThat(Objects.requireNonNull(provider.shown().authorizationDetails()).unasked()).isEmpty();
        assertThat(behind(change)).endsWith(EventType.CHANGE_APPLIED, EventType.CONNECTOR_SCOPES_ACCEPTED);
    }
}
