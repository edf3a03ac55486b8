package dev.agenthub.server.http;

import static dev.agenthub.server.http.Operation.Caller.AGENT;
import static dev.agenthub.server.http.Operation.Caller.ANYBODY;
import static dev.agenthub.server.http.Operation.Caller.MEMBER;
import static dev.agenthub.server.http.Operation.delete;
import static dev.agenthub.server.http.Operation.get;
import static dev.agenthub.server.http.Operation.post;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.CollectedSecret;
import dev.agenthub.api.DecideRequest;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.api.Health;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.ManifestRequest;
import dev.agenthub.api.Me;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Named;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.NewPolicyRequest;
import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicyDraft;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyText;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.RestoreRequest;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.api.SessionInfo;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignedIn;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.api.Workspace;
import java.util.List;

/** Everything that can be asked of the API: a route that is missing here fails a test, and so does one here that is missing there. */
final class Operations {
    private static final String EVENTS = "text/event-stream";

    static final List<Operation> ALL = List.of(
            get("/v1/health", ANYBODY, Health.class, "Whether the backend can do its work"),
            get("/metrics", ANYBODY, Health.class,
                    "Numbers for Prometheus, for callers on the backend's own machine or with the token of its metrics.token")
                    .answering("text/plain"),
            get("/v1/openapi.json", ANYBODY, Health.class, "This description").answering("application/json"),

            post("/v1/requests", AGENT, SubmitRequest.class, 201, RequestStatus.class,
                    "Asks for an action, once for every idempotency key"),
            get("/v1/requests/{id}/status", AGENT, RequestStatus.class,
                    "How a request of the agent's stands; with wait, when the state is another one than known, or after so many seconds (at most 60)")
                    .with("wait", "known"),
            get("/v1/requests/{id}/events", AGENT, RequestStatus.class,
                    "How it stands, now and after every change, until its end: events named status with a RequestStatus as data")
                    .answering(EVENTS),
            post("/v1/requests/{id}/cancel", AGENT, null, 200, RequestStatus.class,
                    "Takes a request back that has not begun to run; taken back again, nothing changes"),

            post("/v1/enrolments", ANYBODY, EnrolRequest.class, 201, Enrolled.class,
                    "Redeems an invitation: a new member, or a further device of one"),
            post("/v1/sessions/challenges", ANYBODY, ChallengeRequest.class, 201, SignInChallenge.class,
                    "A challenge to sign with a device key"),
            post("/v1/sessions", ANYBODY, SignInRequest.class, 201, SignedIn.class, "Answers a challenge"),
            delete("/v1/sessions/current", MEMBER, "Signs out"),
            get("/v1/me", MEMBER, Me.class, "Who is signed in"),
            get("/v1/me/sessions", MEMBER, SessionInfo.class, "The caller's open sessions").inPages(),
            delete("/v1/me/sessions/{id}", MEMBER, "Ends one of them"),
            post("/v1/me/devices/invitations", MEMBER, null, 201, Invitation.class,
                    "A code, valid for minutes, that enrols a further device of the caller's"),
            get("/v1/members", MEMBER, Member.class, "Everybody, with their keys").inPages().with("cursor", "limit"),
            post("/v1/members/invitations", MEMBER, InviteRequest.class, 201, Invitation.class, "Invites a person")
                    .orProposed(),
            post("/v1/members/{id}", MEMBER, MemberChange.class, 200, Member.class,
                    "What a member may do from now on").orProposed(),
            post("/v1/members/{id}/keys/{key}/revocation", MEMBER, KeyRevocation.class, 200, Member.class,
                    "Revokes a device key for good, and ends its sessions"),
            get("/v1/workspaces", MEMBER, Workspace.class, "All workspaces").inPages(),
            post("/v1/workspaces", MEMBER, Named.class, 201, Workspace.class, "Makes a workspace"),
            post("/v1/workspaces/{id}", MEMBER, Named.class, 200, Workspace.class, "Renames a workspace"),
            get("/v1/groups", MEMBER, String.class, "The names of all approval groups").inPages(),
            post("/v1/groups", MEMBER, Named.class, 201, Named.class, "Makes an approval group").orProposed(),

            get("/v1/agents", MEMBER, AgentDetail.class, "All agents").inPages(),
            get("/v1/agents/{id}", MEMBER, AgentDetail.class, "One agent"),
            post("/v1/agents/previews", MEMBER, ManifestRequest.class, 200, AgentPreview.class,
                    "Exactly what an agent could do with this manifest"),
            post("/v1/agents/{id}/previews", MEMBER, ManifestRequest.class, 200, AgentPreview.class,
                    "The same, with the differences to what is installed"),
            post("/v1/agents", MEMBER, ManifestRequest.class, 201, NewAgentKey.class,
                    "Installs an agent from the manifest whose digest the preview showed; its key is shown this once")
                    .orProposed(),
            post("/v1/agents/{id}/manifest", MEMBER, ManifestRequest.class, 200, AgentDetail.class,
                    "Puts another manifest in the place of the one whose digest is given").orProposed(),
            post("/v1/agents/{id}/disable", MEMBER, null, 200, AgentDetail.class,
                    "Stops an agent and revokes its keys"),
            post("/v1/agents/{id}/enable", MEMBER, null, 200, AgentDetail.class, "Lets it begin again, without keys")
                    .orProposed(),
            post("/v1/agents/{id}/keys", MEMBER, null, 201, NewAgentKey.class, "A further key, shown this once")
                    .orProposed(),
            delete("/v1/agents/{id}/keys/{key}", MEMBER, "Revokes a key"),

            get("/v1/connections", MEMBER, Connection.class, "All connections, without their keys").inPages(),
            post("/v1/connections", MEMBER, NewConnection.class, 201, Connection.class,
                    "Makes a connection to a service that is called over HTTPS with a static key; the same again changes nothing"),
            post("/v1/connections/{id}/key", MEMBER, ConnectionKey.class, 200, Connection.class,
                    "Puts another key in the place of a connection's"),
            post("/v1/connections/{id}/disable", MEMBER, null, 200, Connection.class,
                    "Lets no call go through it, and keeps its key"),
            post("/v1/connections/{id}/enable", MEMBER, null, 200, Connection.class,
                    "Lets calls go through it again"),
            delete("/v1/connections/{id}", MEMBER, "Forgets its key for good"),

            get("/v1/requests", MEMBER, RequestSummary.class, "Requests, the newest first").inPages()
                    .with("state", "cursor", "limit"),
            get("/v1/requests/{id}", MEMBER, RequestDetail.class, "One request but for its payload"),
            get("/v1/requests/{id}/payload", MEMBER, Health.class,
                    "The exact bytes of a payload; the header AgentHub-Challenge is for the decision to repeat")
                    .answering("application/json"),
            post("/v1/requests/{id}/decisions", MEMBER, DecideRequest.class, 200, RequestDetail.class,
                    "A signed decision"),
            get("/v1/events", MEMBER, ServerEvent.class, "What changes: events with a ServerEvent as data")
                    .answering(EVENTS),

            get("/v1/governance", MEMBER, GovernancePolicy.class, "Which changes of the rules need approvals"),
            post("/v1/governance", MEMBER, SetGovernanceRequest.class, 200, PolicyVersion.class,
                    "Puts a governance policy in force").orProposed(),
            post("/v1/requests/{id}/collection", MEMBER, null, 201, CollectedSecret.class,
                    "Applies the caller's approved change and hands out the secret that it makes, this once"),

            get("/v1/policies", MEMBER, PolicySummary.class, "All policies").inPages().with("cursor", "limit"),
            post("/v1/policies", MEMBER, NewPolicyRequest.class, 201, PublishedPolicy.class,
                    "Publishes the first version of a new policy; the same again changes nothing").orProposed(),
            get("/v1/policies/schema", ANYBODY, Health.class, "The JSON Schema of a policy's document")
                    .answering("application/schema+json"),
            post("/v1/policies/check", MEMBER, PolicyDraft.class, 200, PolicyCheck.class,
                    "Whether a draft can be understood"),
            get("/v1/policies/{id}/versions", MEMBER, PolicyText.class, "A policy's versions, the newest first")
                    .inPages().with("cursor", "limit"),
            post("/v1/policies/{id}/versions", MEMBER, PublishPolicyRequest.class, 201, PublishedPolicy.class,
                    "Publishes the next version, and asks open requests again").orProposed(),
            post("/v1/policies/{id}/simulations", MEMBER, PolicyDraft.class, 200, PolicySimulation.class,
                    "What a draft would have decided"),

            get("/v1/audit", MEMBER, AuditLogInfo.class, "The audit log as it stands"),
            get("/v1/audit/events", MEMBER, AuditEntry.class, "Entries, the newest first").inPages()
                    .with("before", "limit", "type", "actor", "subject", "from", "to", "incarnation"),
            post("/v1/audit/exports", MEMBER, ExportRequest.class, 200, Health.class, "An export of the log")
                    .answering(ExportRequest.MEDIA_TYPE),
            post("/v1/audit/restores", MEMBER, RestoreRequest.class, 200, AuditLogInfo.class,
                    "Lets a log that was restored go on as a new one"));

    private Operations() {}
}
