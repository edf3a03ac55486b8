package dev.agenthub.server.sandbox;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.approvals.Approvals;
import dev.agenthub.server.approvals.decide.PayloadWithChallenge;
import dev.agenthub.server.approvals.requests.Expiry;
import dev.agenthub.server.approvals.requests.ReadyListener;
import dev.agenthub.server.approvals.run.Claims;
import dev.agenthub.server.approvals.submit.Submission;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.audit.checkpoints.Checkpoints;
import dev.agenthub.server.audit.checkpoints.Exports;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.Outbound;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.AgentCaller;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.Lifetimes;
import dev.agenthub.server.identity.StoredMember;
import dev.agenthub.server.organizations.OrganizationCreator;
import dev.agenthub.server.policies.Governance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** The sample organization in the tests' database, with a connector to a provider that the test chooses. */
public final class SampleWorld implements AutoCloseable {
    /** The sandbox's token, which must appear nowhere. */
    public static final String TOKEN = "canary-token-Zq81kfLw0Tn3xRb";

    public final Database database = TestDatabase.get().database();
    public final UUID org = TestDatabase.organization();
    public final EventStream events = new EventStream();
    public final Clock clock = Clock.systemUTC();
    public final AuditLog audit = new AuditLog(events, clock);
    public final DataFolder folder;
    public final Connectors connectors;
    public final Checkpoints checkpoints;
    public final Exports exports;
    public final SampleOrganization sample;
    public final AgentCaller agent;
    private final Claims claims = new Claims(audit, events, clock);

    /** A member with the seed of their key. */
    public record Someone(MemberCaller caller, SecretBytes seed) {}

    public SampleWorld(Path path, int providerPort) {
        folder = DataFolder.open(path);
        connectors = new Connectors(new CredentialVault(folder.secret("vault.key", CredentialVault.KEY_LENGTH)),
                new Outbound(Outbound.Limits.DEFAULTS, OptionalInt.of(providerPort)));
        checkpoints = new Checkpoints(database.transactions(), audit, folder, Clock.systemUTC());
        exports = new Exports(database.transactions(), checkpoints);
        sample = SampleOrganization.prepare(org, folder, database, audit, connectors,
                "http://127.0.0.1:" + providerPort, SecretBytes.ofText(TOKEN));
        agent = new Authentication(database.transactions(), clock, Lifetimes.DEFAULTS)
                .agent("Bearer " + sample.agentKey().text());
    }

    /** A process that executes; as many as a test wants may be there at once. */
    public Executions executions() {
        return executions(Duration.ofSeconds(60));
    }

    /** One that gives calls that long at its end. */
    public Executions executions(Duration patience) {
        return new Executions(database, claims, audit, connectors, clock,
                Executions.Mode.of(BackendInstance.single()).withPatience(patience));
    }

    /** Approvals that wake nobody. */
    public Approvals approvals() {
        return new Approvals(database.transactions(), audit, events,
                new Expiry(database.transactions(), audit, events, clock), ReadyListener.NOBODY, clock);
    }

    /** Submits one of the actions of the sample agent: 0 is allowed, 1 needs one approval, 2 needs two, 3 carries a file. */
    public UUID submit(int action) {
        SubmitRequest given = SampleContent.actions().get(action);
        var fresh = new SubmitRequest(given.tool(), given.arguments(), Ids.next().toString(), given.says(),
                given.attachments());
        return approvals().submit(agent, Submission.parse(new JsonMapper().writeValueAsBytes(fresh), Optional.empty()))
                .request();
    }

    /** What a stranger says of an export of the log with all payloads. */
    public Report replay(Path folder) throws IOException {
        Path file = folder.resolve("log.ahexport");
        exports.prepare(OrgContext.system(org), agent.actor(), ExportRequest.whole(true))
                .writeTo(Files.newOutputStream(file));
        var origin = database.transactions().call(OrgContext.system(org), audit::head).origin();
        return Verifier.verify(file, VerifyOptions.of(checkpoints.verifierKey(origin), null));
    }

    public RequestStatus status(UUID request) {
        return approvals().status(agent, request);
    }

    /** The first owner. */
    public Someone owner() {
        String code = invitations().forFirstOwner(org, OrganizationCreator.GROUPS).orElseThrow().code();
        return enrol(code, "Ada Moreau");
    }

    /** Somebody whom another one invited. */
    public Someone approver(Someone by, String name) {
        InviteRequest request = new InviteRequest(name, List.of(Role.APPROVER), List.of("approvers"));
        return enrol(database.transactions().call(by.caller().context(), handle -> {
            Recorded<Invitation> made = invitations().invite(handle, org, new Author(by.caller().person(), null),
                    request);
            audit.append(handle, org, made.events().toArray(EventDraft[]::new));
            return made.result().code();
        }), name);
    }

    private Invitations invitations() {
        return new Invitations(database.transactions(), audit, clock);
    }

    private Someone enrol(String code, String name) {
        SecretBytes seed = SecretBytes.random(Ed25519Keys.SEED_LENGTH);
        Enrolled enrolled = invitations()
                .enrol(EnrolRequest.of(code, name, SignatureAlgorithm.ED25519, Ed25519Keys.publicKey(seed.bytes())));
        StoredMember person = new StoredMember(enrolled.member(), name, true, enrolled.roles(), enrolled.groups());
        return new Someone(new MemberCaller(org, Ids.next(), enrolled.key(), person), seed);
    }

    /** Sets a governance policy by which one approver must approve changes of these kinds. */
    public void govern(MemberCaller by, String... kinds) {
        JsonObject rule = JsonObject.builder()
                .put("match", JsonObject.builder().put("kind", JsonArray.ofStrings(List.of(kinds))).build())
                .put("outcome", "require")
                .put("required", JsonArray.of(JsonObject.builder().put("count", 1).put("group", "approvers").build()))
                .build();
        JsonObject document = JsonObject.builder().put("rules", JsonArray.of(rule)).put("v", "agenthub/governance/v1")
                .build();
        database.transactions().run(OrgContext.system(org), handle -> {
            int version = Governance.current(handle, org).map(now -> now.version().version()).orElse(0);
            audit.append(handle, org, Governance.set(handle, org, Governance.id(handle, org), version, document,
                    by.actor(), by.member()).event());
        });
    }

    /** Fetches the payload and approves it with the member's key. */
    public RequestDetail approve(Someone who, UUID request) {
        return approvals().decide(who.caller(), request, signed(who, request, Decision.APPROVE, ""));
    }

    /** Fetches the payload and signs a decision on it with the member's key. */
    public SignedStatement signed(Someone who, UUID request, Decision decision, String reason) {
        PayloadWithChallenge fetched = approvals().fetchPayload(who.caller(), request);
        RequestDetail detail = approvals().detail(who.caller(), request);
        var statement = new DecisionStatement(fetched.challenge(), clock.instant(), decision,
                null, who.caller().key(), who.caller().member(), org, hash(fetched.bytes()),
                Hash.ofHex(detail.policy().digest()), reason, request);
        byte[] signature = Ed25519Keys.sign(who.seed().bytes(), statement.preAuthenticationEncoding());
        return SignedStatement.of(statement.canonicalBytes(), signature);
    }

    private static Hash hash(byte[] payload) {
        return ((JsonObject) JsonValue.parse(payload)).string("v").equals(PayloadHash.CHANGE)
                ? PayloadHash.ofChange(payload)
                : PayloadHash.of(payload);
    }

    /** All events of the organization's log, oldest first. */
    public List<AuditEvent> log() {
        return database.transactions()
                .call(OrgContext.system(org), handle -> audit.newest(handle, null, AuditLog.PAGE_LIMIT)).items()
                .reversed().stream().map(AuditEntry::eventBytes).map(AuditEvent::parse).toList();
    }

    /** The types of {@link #log}. */
    public List<String> logTypes() {
        return log().stream().map(AuditEvent::type).toList();
    }

    @Override
    public void close() {
        folder.close();
    }
}
