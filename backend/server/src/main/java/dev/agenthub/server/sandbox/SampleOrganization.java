package dev.agenthub.server.sandbox;

import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.files.DurableFile;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.WorkspacesAndGroups;
import dev.agenthub.server.organizations.OrganizationCreator;
import dev.agenthub.server.policies.Governance;
import dev.agenthub.server.policies.Policies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.jdbi.v3.core.Handle;

/**
 * The sample organization, for practice; created by the same use cases as any other.
 *
 * @param org its id
 * @param agentKey its agent's key
 */
public record SampleOrganization(UUID org, SecretBytes agentKey) {
    private static final String AGENT_KEY = "sample-agent.key";

    /** A client that submits as the organization's agent. */
    public SampleAgent agent(URI backend) {
        return new SampleAgent(backend, agentKey);
    }

    /** Creates what is missing of the sample organization. */
    public static SampleOrganization prepare(DataFolder folder, Database database, AuditLog audit,
            Connectors connectors, SandboxService sandbox, String deployment) {
        UUID org = database.organizations().all().stream().findFirst()
                .orElseGet(() -> database.organizations().create(SampleContent.ORGANIZATION, deployment));
        return prepare(org, folder, database, audit, connectors, sandbox.baseUrl(), SandboxService.token(folder));
    }

    /** Creates what is missing in this organization; its connector gets this address. */
    static SampleOrganization prepare(UUID org, DataFolder folder, Database database, AuditLog audit,
            Connectors connectors, String baseUrl, SecretBytes token) {
        Installed installed = database.transactions().call(OrgContext.system(org), handle -> {
            Setup setup = new Setup(handle, org, audit, connectors).openLog();
            Installed made = setup.orMake(baseUrl, token);
            setup.offerConsent(made.workspace(), baseUrl, SandboxService.clientSecret(folder));
            return made;
        });
        Path key = folder.secrets().resolve(AGENT_KEY);
        try {
            if (!Files.exists(key)) {
                DurableFile.writePrivately(key, database.transactions().call(OrgContext.system(org),
                        handle -> Agents.issueKey(handle, org, installed.agent())).bytes());
            }
            return new SampleOrganization(org, SecretBytes.of(Files.readAllBytes(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes changes of policies and roles need another member's approval, once there is a second member: with one
     * member nothing could be changed any more. Done once, so that it is not repeated where it was turned off.
     */
    public static synchronized void govern(UUID org, Database database, AuditLog audit, InstantSource clock) {
        database.transactions().run(OrgContext.system(org), handle -> {
            if (Governance.current(handle, org).isEmpty() && MemberRows.approvers(handle, org).size() > 1) {
                Invitations.endUngoverned(handle, org, clock.instant());
                Policies.Published set = Governance.set(handle, org, Governance.id(handle, org), 0,
                        SampleContent.governance(), AuditLog.system(), null);
                audit.append(handle, org, set.event());
            }
        });
    }

    /** Installs a further agent with the same owner, whose refund tool needs an authorization detail. */
    public static void installLimitedRefunds(UUID org, Database database, AuditLog audit) {
        database.transactions().run(OrgContext.system(org), handle -> {
            UUID connector = handle.createQuery("select id from hub.connector where org_id = :org and name = :name")
                    .bind("org", org).bind("name", SampleContent.CONSENT_CONNECTOR).mapTo(UUID.class).one();
            Agents.Manifest manifest = handle.createQuery("""
                    select workspace_id, owner_id, policy_id from hub.agent where org_id = :org and name = :name
                    """)
                    .bind("org", org).bind("name", SampleContent.AGENT)
                    .map((row, _) -> new Agents.Manifest(SampleContent.REFUNDS_AGENT, Rows.uuid(row, "workspace_id"),
                            Rows.uuid(row, "owner_id"), Rows.uuid(row, "policy_id"),
                            List.of(SampleContent.limitedRefunds(connector))))
                    .one();
            audit.append(handle, org, Agents.install(handle, org, manifest, AuditLog.system()).event());
        });
    }

    /** Whether no open request names the sandbox's present address. */
    public static boolean sandboxMayMove(Database database) {
        return database.organizations().all().stream()
                .noneMatch(org -> database.transactions().call(OrgContext.system(org), handle -> handle.createQuery("""
                        select exists (select from hub.approval_request r
                                         join hub.connector c on c.org_id = r.org_id and c.id = r.connector_id
                                        where r.org_id = :org and r.state in ('pending', 'approved') and c.kind = :kind)
                        """)
                        .bind("org", org)
                        .bind("kind", ConnectorKind.SANDBOX)
                        .mapTo(Boolean.class)
                        .one()));
    }

    private record Installed(UUID agent, UUID connector, UUID workspace) {}

    /** One transaction's work on the sample organization. */
    private record Setup(Handle handle, UUID org, AuditLog audit, Connectors connectors) {

        Setup openLog() {
            OrganizationCreator.openLog(handle, org, audit);
            return this;
        }

        Installed orMake(String baseUrl, SecretBytes token) {
            Optional<Installed> installed = installed();
            installed.flatMap(there -> connectors.move(handle, org, there.connector(), baseUrl,
                    AuditLog.system())).ifPresent(moved -> audit.append(handle, org, moved));
            installed.ifPresent(there -> restore(there.connector(), token));
            return installed.orElseGet(() -> make(baseUrl, token));
        }

        /** Enables the sandbox's disabled connection again: no person knows its token, so nobody else could. */
        private void restore(UUID connector, SecretBytes token) {
            if (Governance.current(handle, org)
                    .filter(there -> there.rules().covers(ChangeKind.CONNECTION_AUTHORIZE)).isPresent()) {
                return;
            }
            int enabled = handle.createUpdate("""
                    update hub.connector set enabled = true
                     where org_id = :org and id = :id and not enabled
                    """)
                    .bind("org", org)
                    .bind("id", connector)
                    .execute();
            if (enabled == 1) {
                audit.append(handle, org, connectors
                        .connect(handle, org, connector, token, SampleContent.SCOPES, AuditLog.system()).event());
            }
        }

        private Optional<Installed> installed() {
            return handle.createQuery("""
                    select t.agent_id, t.connector_id, c.workspace_id from hub.agent_tool t
                      join hub.connector c on c.org_id = t.org_id and c.id = t.connector_id
                     where t.org_id = :org and c.kind = :kind and c.client_id is null
                     limit 1
                    """)
                    .bind("org", org)
                    .bind("kind", ConnectorKind.SANDBOX)
                    .map((row, _) -> new Installed(Rows.uuid(row, "agent_id"), Rows.uuid(row, "connector_id"),
                            Rows.uuid(row, "workspace_id")))
                    .findOne();
        }

        /** Adds a second connection to the sandbox, which uses OAuth, to try out authorization. */
        void offerConsent(UUID workspace, String baseUrl, SecretBytes clientSecret) {
            ConnectorDefinition definition = ConnectorDefinition
                    .stored(SampleContent.definition(baseUrl).canonicalBytes(), true, false);
            Optional<UUID> added = connectors.add(handle, org, workspace, SampleContent.CONSENT_CONNECTOR,
                    new Connectors.Service(definition, HttpUrl.get(baseUrl), SandboxAuthorization.CLIENT, clientSecret),
                    ConnectorKind.SANDBOX);
            added.map(made -> new EventDraft("connector.created", AuditLog.system(),
                    new Subject(made.toString(), "connector"), workspace,
                    JsonObject.builder().put("connector", made.toString()).put("service", definition.name())
                            .put("baseUrl", String.valueOf(definition.baseUrl())).build()))
                    .or(() -> connectors.move(handle, org, consented(workspace), definition, AuditLog.system()))
                    .ifPresent(event -> audit.append(handle, org, event));
        }

        private UUID consented(UUID workspace) {
            return handle.createQuery("""
                    select id from hub.connector where org_id = :org and workspace_id = :workspace and name = :name
                    """)
                    .bind("org", org)
                    .bind("workspace", workspace)
                    .bind("name", SampleContent.CONSENT_CONNECTOR)
                    .mapTo(UUID.class)
                    .one();
        }

        private Installed make(String baseUrl, SecretBytes token) {
            List<EventDraft> events = new ArrayList<>();
            WorkspacesAndGroups.Made workspace = WorkspacesAndGroups
                    .add(handle, org, AuditLog.system(), SampleContent.WORKSPACE).orElseThrow();
            events.add(workspace.event());
            MemberRows.Added owner = MemberRows.add(handle, org, AuditLog.system(), SampleContent.AGENT_OWNER,
                    List.of(),
                    List.of());
            events.add(owner.event());
            UUID connector = connectors.add(handle, org, workspace.id(), SampleContent.CONNECTOR, baseUrl,
                    ConnectorKind.SANDBOX);
            events.add(connectors.connect(handle, org, connector, token, SampleContent.SCOPES, AuditLog.system())
                    .event());
            Policies.Published policy = Policies.publish(handle, org, SampleContent.POLICY, SampleContent.policy(),
                    AuditLog.system(), null);
            events.add(policy.event());
            Agents.Installed agent = Agents.install(handle, org,
                    new Agents.Manifest(SampleContent.AGENT, workspace.id(),
                            owner.person().id(), policy.version().id(), SampleContent.tools(connector)),
                    AuditLog.system());
            events.add(agent.event());
            audit.append(handle, org, events.toArray(EventDraft[]::new));
            return new Installed(agent.agent().id(), connector, workspace.id());
        }
    }
}
