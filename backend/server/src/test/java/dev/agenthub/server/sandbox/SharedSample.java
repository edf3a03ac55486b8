package dev.agenthub.server.sandbox;

import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.SharedProcess;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.ToolDefinition;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.Outbound;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.organizations.OrganizationCreator;
import dev.agenthub.testing.PromptSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** What several backends share: a database, its sample organizations, and a slow provider that counts its calls. */
final class SharedSample implements AutoCloseable {

    private final Map<UUID, Integer> calls = new ConcurrentHashMap<>();
    private final MockWebServer provider = new MockWebServer();
    private final List<DataFolder> folders = new ArrayList<>();
    private final Path temporary;
    private final DataFolder folder;
    private final OwnDatabase server;
    private final AuditLog audit = new AuditLog(new EventStream(), Clock.systemUTC());

    /**
     * A sample organization.
     *
     * @param agentKey its agent's
     * @param ownerCode what its owner enrols with
     */
    record Organization(UUID org, SecretBytes agentKey, String ownerCode) {}

    SharedSample(Path temporary) throws IOException {
        this.temporary = temporary;
        provider.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                calls.merge(UUID.fromString(String.valueOf(request.getHeaders().get("Idempotency-Key"))), 1,
                        Integer::sum);
                return new MockResponse.Builder().code(201).headersDelay(30, TimeUnit.MILLISECONDS).build();
            }
        });
        provider.setServerSocketFactory(new PromptSockets());
        provider.start();
        folder = share("shared");
        server = OwnDatabase.create(folder.secrets());
    }

    private DataFolder share(String name) {
        DataFolder shared = DataFolder.share(temporary.resolve(name));
        folders.add(shared);
        return shared;
    }

    Organization organization(String name) {
        Database database = server.database();
        UUID org = database.organizations().create(name, "test");
        Connectors connectors = new Connectors(
                new CredentialVault(folder.secret("vault.key", CredentialVault.KEY_LENGTH)),
                new Outbound(Outbound.Limits.DEFAULTS, OptionalInt.of(provider.getPort())));
        SecretBytes agentKey = SampleOrganization.prepare(org, share("key of " + name), database, audit, connectors,
                "http://127.0.0.1:" + provider.getPort(), SecretBytes.ofText("a-token-of-the-provider")).agentKey();
        String code = new Invitations(database.transactions(), audit, Clock.systemUTC())
                .forFirstOwner(org, OrganizationCreator.GROUPS).orElseThrow().code();
        return new Organization(org, agentKey, code);
    }

    /** The key of a further agent there, whose one tool needs nobody's approval and costs the amount that its arguments name, in EUR. */
    SecretBytes payer(UUID org) {
        return server.database().transactions().call(OrgContext.system(org), handle -> {
            UUID connector = handle.createQuery("select connector_id from agent_tool where org_id = :org limit 1")
                    .bind("org", org).mapTo(UUID.class).one();
            ToolDefinition tool = ToolDefinition.of((JsonObject) JsonValue.parse("""
                    {"name":"messages.send","title":"Pay {amount}","risk":"low","connector":"CONNECTOR","scopes":[],
                     "cost":{"amount":{"$arg":"/amount"},"currency":{"$arg":"/currency"}},
                     "call":{"http":{"method":"POST","path":"/payments","body":{"amount":{"$arg":"/amount"}}}},
                     "schema":{"type":"object","required":["amount","currency"],
                       "properties":{"amount":{"type":"string"},"currency":{"type":"string"}}}}
                    """.replace("CONNECTOR", connector.toString()).getBytes(StandardCharsets.UTF_8)));
            Agents.Manifest manifest = handle.createQuery(
                    "select workspace_id, owner_id, policy_id from agent where org_id = :org limit 1")
                    .bind("org", org)
                    .map((row, _) -> new Agents.Manifest("Payer", row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class), row.getObject(3, UUID.class), List.of(tool)))
                    .one();
            return Agents.issueKey(handle, org,
                    Agents.install(handle, org, manifest, AuditLog.system()).agent().id());
        });
    }

    /** How many backends made calls of this organization. */
    int callers(UUID org) {
        return server.database().transactions().call(OrgContext.system(org),
                handle -> handle.createQuery("select count(distinct owner) from run where org_id = :org")
                        .bind("org", org).mapTo(Integer.class).one());
    }

    /** A further backend. */
    SharedProcess process() {
        return process("1g");
    }

    /** A further backend with so much memory. */
    SharedProcess process(String heap) {
        try {
            return SharedProcess.start(temporary.resolve("shared"), server.url(), provider.getPort(),
                    log(), heap);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the backends said on standard error. */
    Path log() {
        return temporary.resolve("backend.log");
    }

    /** How often the provider was called, by request. */
    Map<UUID, Integer> calls() {
        return Map.copyOf(calls);
    }

    /** Whether nothing of this organization is about to run, or running. */
    boolean rests(UUID org) {
        return server.database().transactions().call(OrgContext.system(org), handle -> handle.createQuery(
                "select count(*) from approval_request where org_id = :org and state in ('approved', 'executing')")
                .bind("org", org).mapTo(Integer.class).one()) == 0;
    }

    @Override
    public void close() {
        folders.forEach(DataFolder::close);
        server.close();
        provider.close();
    }
}
