package dev.agenthub.server.connectors.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.TestClock;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.agents.ToolDefinition;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.connectors.ConnectionViews;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.OutboundCall;
import dev.agenthub.server.connectors.catalog.Catalog;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.governance.TestConnections;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.sandbox.SampleWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Tests the life of a connection at a real authorization server, Keycloak; runs under the profile {@code keycloak}. */
@EnabledIfSystemProperty(named = "agenthub.keycloak", matches = ".+")
class KeycloakTest {
    private static final String BACK = "http://127.0.0.1:4711/connected";

    private final TestClock clock = new TestClock();

    /** One of the processes that work on the same database. */
    private record Worker(TokenRefresher refresher, FreshConnections connections) {}

    /** A connector at Keycloak, and the agent of which one tool needs to write tickets. */
    private record Fixture(SampleWorld world, Keycloak keycloak, UUID connector, UUID clerk) {

        CallResult call(Worker process) {
            return call(process, List.of());
        }

        CallResult call(Worker process, List<String> scopes) {
            return process.connections().call(Ids.next(),
                    new OutboundCall("GET", keycloak.baseUrl() + "/userinfo", Map.of(), null),
                    access(process, scopes));
        }

        ConnectorAccess access(Worker process, List<String> scopes) {
            return world.database.transactions().call(OrgContext.system(world.org), handle -> {
                try {
                    return process.connections().access(handle, world.org, connector,
                            Permissions.ofScopes(scopes));
                } catch (CallRefusedException e) {
                    throw new AssertionError(e);
                }
            });
        }

        Connection connect(TestConnections authorizations, MemberCaller owner) throws IOException {
            HttpUrl back = keycloak.signIn(
                    authorizations.begin(owner, connector, new NewAuthorization(BACK)).authorizationUrl());
            return authorizations.finish(owner,
                    new AuthorizationAnswer(Objects.requireNonNull(back.queryParameter("state")),
                            back.queryParameter("code"), back.queryParameter("iss"), back.queryParameter("error")));
        }

        ConnectionScopes scopes() {
            return Objects.requireNonNull(world.database.transactions().call(OrgContext.system(world.org),
                    handle -> ConnectionViews.require(handle, world.org, connector)).scopes());
        }

        List<String> log() {
            return world.log().stream()
                    .filter(event -> event.subject() != null && event.subject().id().equals(connector.toString()))
                    .map(AuditEvent::type).toList();
        }
    }

    @Test
    void connectsCallsRotatesRacesShrinksAndRevokes(@TempDir Path temporary) throws Exception {
        try (Keycloak keycloak = Keycloak.start(Path.of(System.getProperty("agenthub.keycloak")));
                SampleWorld world = new SampleWorld(temporary, keycloak.port())) {
            MemberCaller owner = world.owner().caller();
            var authorizations = new TestConnections(world, clock);
            refusesOfflineAccess(fixture(world, owner, keycloak, "Offline", null), authorizations, owner);
            Fixture fixture = fixture(world, owner, keycloak, "Online", false);
            List<Worker> processes = List.of(process(world), process(world));

            connectsAndCalls(fixture, authorizations, owner, processes.getFirst());
            narrows(fixture, processes.getFirst());
            rotates(fixture, processes);
            races(fixture, processes);
            shrinks(fixture, authorizations, owner);
            revokes(fixture, owner, processes.getFirst());
        }
    }

    /** Its metadata names the scope, and this client may not have it. */
    private static void refusesOfflineAccess(Fixture fixture, TestConnections authorizations, MemberCaller owner) {
        assertThatThrownBy(() -> fixture.connect(authorizations, owner))
                .hasMessageContaining("make the connection without it");
    }

    private static void connectsAndCalls(Fixture fixture, TestConnections authorizations, MemberCaller owner,
            Worker process) throws IOException {
        Connection connected = fixture.connect(authorizations, owner);
        assertThat(connected.state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(fixture.scopes().granted()).contains("openid", "tickets:write").doesNotContain("messages:write");
        assertThat(fixture.scopes().missing()).isEmpty();
        assertThat(fixture.call(process).code()).isEqualTo("HTTP_200");
    }

    /** What is called answers to nobody without openid; the connection's own token has it. */
    private static void narrows(Fixture fixture, Worker process) {
        assertThat(fixture.call(process, List.of("openid")).code()).isEqualTo("HTTP_200");
        assertThat(fixture.call(process, List.of("tickets:write")).code()).isEqualTo("HTTP_403");
    }

    /** A refresh token works once there: two processes use one after the other. */
    private void rotates(Fixture fixture, List<Worker> processes) {
        for (Worker process : processes) {
            clock.advance(Duration.ofSeconds(50));
            process.refresher().sweep(fixture.world().org);
        }
        assertThat(fixture.log()).containsExactly("connector.authorized", "connector.token_exchanged",
                "connector.token_exchanged", "connector.refreshed", "connector.refreshed");
    }

    /** 200 callers of two processes find the token expired: one request. */
    private void races(Fixture fixture, List<Worker> processes) throws Exception {
        clock.advance(Duration.ofSeconds(61));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CallResult>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Worker process = processes.get(i % 2);
                calls.add(threads.submit(() -> fixture.call(process)));
            }
            for (Future<CallResult> called : calls) {
                assertThat(called.get().code()).isEqualTo("HTTP_200");
            }
        }
        assertThat(fixture.log()).filteredOn("connector.refreshed"::equals).hasSize(3);
    }

    private static void shrinks(Fixture fixture, TestConnections authorizations, MemberCaller owner)
            throws IOException {
        fixture.world().database.transactions().run(OrgContext.system(fixture.world().org), handle -> handle
                .createUpdate("update agent set enabled = false where org_id = :org and id = :agent")
                .bind("org", fixture.world().org).bind("agent", fixture.clerk()).execute());
        assertThat(fixture.scopes().unused()).contains("tickets:write");
        fixture.connect(authorizations, owner);
        assertThat(fixture.scopes().granted()).contains("openid").doesNotContain("tickets:write");
    }

    private void revokes(Fixture fixture, MemberCaller owner, Worker process) throws Exception {
        SampleWorld world = fixture.world();
        ConnectorAccess access = fixture.access(process, List.of());
        SecretBytes token = world.connectors.vault().open(access.place(), access.sealedCredential().toByteArray());
        assertThat(fixture.keycloak().takes(token.text())).isTrue();
        new ConnectionAdministration(world.database.transactions(), world.audit, world.connectors).disable(owner,
                fixture.connector());
        new TokenRevoker(world.database.transactions(), world.audit, world.connectors, clock).sweep(world.org);
        assertThat(fixture.keycloak().takes(token.text())).isFalse();
        assertThat(fixture.log()).endsWith("connector.disabled", "connector.revoked", "connector.revoked");
    }

    /** The names begin with that of the connection. */
    private static Fixture fixture(SampleWorld world, MemberCaller owner, Keycloak keycloak, String name,
            @Nullable Boolean offlineAccess) {
        ConnectorDefinition definition = new Discovery(world.connectors.provider(true), true)
                .of(Catalog.builtIn().find("oauth").orElseThrow(), keycloak.issuer(), keycloak.baseUrl(),
                        offlineAccess);
        assertThat(definition.authorization()).hasFieldOrPropertyWithValue("issuerInResponse", true)
                .extracting("pushed", "revocation").doesNotContainNull();
        return world.database.transactions().call(OrgContext.system(world.org), handle -> {
            UUID workspace = handle.createQuery("select id from workspace where org_id = :org")
                    .bind("org", world.org).mapTo(UUID.class).one();
            UUID policy = handle.createQuery("select distinct policy_id from agent where org_id = :org")
                    .bind("org", world.org).mapTo(UUID.class).one();
            UUID made = world.connectors.add(handle, world.org, workspace, name,
                    new Connectors.Service(definition, keycloak.baseUrl(), Keycloak.CLIENT,
                            SecretBytes.ofText(Keycloak.CLIENT_SECRET)),
                    ConnectorKind.SANDBOX).orElseThrow();
            Agents.install(handle, world.org,
                    new Agents.Manifest(name + " reader", workspace, owner.member(), policy,
                            List.of(tool(made, "openid"))),
                    AuditLog.system());
            UUID clerk = Agents
                    .install(handle, world.org, new Agents.Manifest(name + " clerk", workspace, owner.member(),
                            policy, List.of(tool(made, "tickets:write"))), AuditLog.system())
                    .agent().id();
            return new Fixture(world, keycloak, made, clerk);
        });
    }

    private static ToolDefinition tool(UUID connector, String scope) {
        return ToolDefinition.of((JsonObject) JsonValue.parse("""
                {"name": "who", "title": "Who", "risk": "low", "connector": "%s", "scopes": ["%s"],
                 "call": {"http": {"method": "GET", "path": "/userinfo"}}, "schema": {"type": "object"}}
                """.formatted(connector, scope).getBytes(StandardCharsets.UTF_8)));
    }

    private Worker process(SampleWorld world) {
        var refresher = new TokenRefresher(world.database.transactions(), world.audit, world.connectors, clock);
        return new Worker(refresher,
                new FreshConnections(world.connectors, refresher, world.database.transactions(), world.audit, clock));
    }
}
