package dev.agenthub.server;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.checkpoints.CheckpointPlan;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.Outbound;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.http.HttpServer;
import dev.agenthub.server.organizations.OrganizationCreator;
import dev.agenthub.server.policies.Governance;
import dev.agenthub.server.policies.Policies;
import dev.agenthub.testing.PromptSockets;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;

/**
 * Two backends on one database, in this process, with one clock that tests move and one
 * provider, whose paths begin with the status to answer. Their periodic tasks do not run.
 */
public final class TwoBackends implements AutoCloseable {

    private static final CheckpointPlan NONE_BY_ITSELF = new CheckpointPlan(Duration.ofDays(300), 1_000_000);

    private final ResourceStack opened = new ResourceStack();
    private final TestClock clock = new TestClock();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final MockWebServer provider = new MockWebServer();
    private final Database database;
    private final Connectors connectors;
    private final List<Capabilities> capabilities = new ArrayList<>();
    private final List<URI> uris = new ArrayList<>();

    public TwoBackends(Path folder) throws IOException {
        provider.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                calls.merge(String.valueOf(request.getHeaders().get("Idempotency-Key")), 1, Integer::sum);
                ByteString body = request.getBody();
                bodies.put(String.valueOf(request.getHeaders().get("Idempotency-Key")),
                        body == null ? "" : body.utf8());
                int status = Integer.parseInt(request.getUrl().pathSegments().getFirst());
                return new MockResponse.Builder().code(status).body("{\"ok\":true}").build();
            }
        });
        provider.setServerSocketFactory(new PromptSockets());
        provider.start();
        opened.add(provider);
        DataFolder data = opened.add(DataFolder.share(folder));
        OwnDatabase own = opened.add(OwnDatabase.create(data.secrets()));
        database = own.database();
        connectors = new Connectors(new CredentialVault(data.secret("vault.key", CredentialVault.KEY_LENGTH)),
                new Outbound(Outbound.Limits.DEFAULTS, OptionalInt.of(provider.getPort())));
        start(data, database);
        start(data, opened.add(ExternalDatabase.open(own.url(), data.secrets(), OwnDatabase.accepted())).database());
    }

    private void start(DataFolder data, Database itsOwn) {
        Capabilities all = opened.add(
                new Capabilities(itsOwn, data, connectors, BackendInstance.shared(), clock, NONE_BY_ITSELF));
        capabilities.add(all);
        uris.add(all.start(HttpServer.Binding.loopback(0), _ -> {}, invitation -> invitation).uri());
    }

    /** A new organization and its first owner's invitation code. */
    public String organization() {
        UUID org = new OrganizationCreator(database, audit()).create("Northwind Outfitters");
        return capabilities.getFirst().invitations().forFirstOwner(org, OrganizationCreator.GROUPS).orElseThrow()
                .code();
    }

    /** Adds a connection to the provider, whose address is not HTTPS. */
    public void connect(UUID org, UUID workspace) {
        database.transactions().run(OrgContext.system(org), handle -> {
            UUID connector = connectors.add(handle, org, workspace, "Provider",
                    "http://127.0.0.1:" + provider.getPort(), ConnectorKind.SANDBOX);
            audit().append(handle, org, connectors.connect(handle, org, connector,
                    SecretBytes.ofText("provider-token-of-the-test"), List.of(), AuditLog.system()).event());
        });
    }

    /**
     * Publishes the next version of a policy as a backend that dies right afterwards: open requests are not evaluated again.
     *
     * @return whether it was published; not where it needs approval, or another version was published concurrently
     */
    public boolean publishAndDie(UUID org, UUID policy, UUID by, String document) {
        try {
            return database.transactions().call(OrgContext.system(org), handle -> {
                int version = Policies.currentVersion(handle, org, policy).orElseThrow().version();
                EventDraft event = Policies.publishNext(handle, org, policy, version,
                        (JsonObject) JsonValue.parse(document.getBytes(StandardCharsets.UTF_8)), AuditLog.system(),
                        by).event();
                audit().lock(handle);
                if (Governance.current(handle, org).flatMap(now -> now.rules().demand(ChangeKind.POLICY_PUBLISH))
                        .isPresent()) {
                    throw new RefusedException(ErrorCode.FORBIDDEN);
                }
                audit().append(handle, org, event);
                return true;
            });
        } catch (RefusedException _) {
            return false;
        }
    }

    private AuditLog audit() {
        return capabilities.getFirst().audit();
    }

    /** How many backends there are. */
    public int count() {
        return uris.size();
    }

    /** The address of that backend, counted from 0. */
    public URI uri(int backend) {
        return uris.get(backend);
    }

    /** The clock of all backends. */
    public TestClock clock() {
        return clock;
    }

    /** How many calls the provider received for this request. */
    public int calls(UUID request) {
        return calls.getOrDefault(request.toString(), 0);
    }

    /** The body of the last call that the provider received for this request, read as UTF-8. */
    public String body(UUID request) {
        return bodies.getOrDefault(request.toString(), "");
    }

    /** An organization's requests, or only its changes, that may run or be applied now, or are in progress. */
    public List<UUID> unsettled(UUID org, boolean changesAlone) {
        return database.transactions().call(OrgContext.system(org), handle -> handle.createQuery("""
                select id from approval_request
                 where org_id = :org and (state = 'executing' or (state = 'approved' and run_after <= :now
                   and (change_kind is null
                        or change_kind not in ('invitation.create', 'agent.install', 'agent.key_issue'))))
                   and (change_kind is not null or not :changes)
                """).bind("org", org).bind("changes", changesAlone).bind("now", clock.instant()).mapTo(UUID.class)
                .list());
    }

    /** Makes this backend run what is approved and whose hold is over, as it does every few seconds. */
    public void runWaiting(int backend) {
        capabilities.get(backend).runWaiting();
    }

    /** Prevents this backend's runs from beginning until it is closed. */
    public Executions.Hold holdRuns(int backend) {
        return capabilities.get(backend).holdRuns();
    }

    @Override
    public void close() {
        opened.close();
    }
}
