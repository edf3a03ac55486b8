package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.AGENT_DISABLED;
import static dev.agenthub.api.ErrorCode.AGENT_EXISTS;
import static dev.agenthub.api.ErrorCode.MANIFEST_CHANGED;
import static dev.agenthub.api.ErrorCode.MANIFEST_INVALID;
import static dev.agenthub.api.ErrorCode.PAYLOAD_NOT_CANONICAL;
import static dev.agenthub.api.Role.ADMIN;
import static dev.agenthub.api.Role.OWNER;
import static dev.agenthub.server.http.Endpoint.delete;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ManifestRequest;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.Tool;
import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.agents.ManifestBody;
import dev.agenthub.server.governance.Rules;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import java.util.List;
import java.util.stream.Stream;

/** Routes by which administrators install, update, disable and enable agents, and agents list their tools. */
public final class AgentRoutes implements Routes {
    private static final ErrorCode[] MANIFEST = {PAYLOAD_NOT_CANONICAL, MANIFEST_INVALID};

    private final AgentAdministration agents;
    private final Rules rules;

    public AgentRoutes(AgentAdministration agents, Rules rules) {
        this.agents = agents;
        this.rules = rules;
    }

    @Override
    public List<Route> routes() {
        return Stream.of(installing(), asking(), stopping()).flatMap(List::stream).toList();
    }

    private List<Route> installing() {
        return List.of(
                get("/v1/agents", "All agents").member(OWNER, ADMIN)
                        .answersPage(AgentDetail.class, call -> agents.list(call.caller())),
                post("/v1/agents/previews", "Exactly what an agent could do with this manifest").member(OWNER, ADMIN)
                        .body(ManifestRequest.class, ManifestBody::parse).refuses(MANIFEST)
                        .answers(200, AgentPreview.class, call -> agents.preview(call.caller(), call.body(), null)),
                post("/v1/agents",
                        "Installs an agent from the manifest whose digest the preview showed; its key is shown this once")
                        .member(OWNER, ADMIN).body(ManifestRequest.class, ManifestBody::parse).refuses(MANIFEST)
                        .refuses(MANIFEST_CHANGED, AGENT_EXISTS).answersOrProposes(201, NewAgentKey.class,
                                call -> rules.install(call.caller(), call.body())),
                get("/v1/agents/{id}", "One agent").member(OWNER, ADMIN)
                        .answers(200, AgentDetail.class, call -> agents.detail(call.caller(), call.id())),
                post("/v1/agents/{id}/previews", "The same, with the differences to what is installed")
                        .member(OWNER, ADMIN).body(ManifestRequest.class, ManifestBody::parse).refuses(MANIFEST)
                        .answers(200, AgentPreview.class,
                                call -> agents.preview(call.caller(), call.body(), call.id())),
                post("/v1/agents/{id}/manifest", "Puts another manifest in the place of the one whose digest is given")
                        .member(OWNER, ADMIN).body(ManifestRequest.class, ManifestBody::parse).refuses(MANIFEST)
                        .refuses(MANIFEST_CHANGED, AGENT_EXISTS).answersOrProposes(200, AgentDetail.class,
                                call -> rules.update(call.caller(), call.id(), call.body())));
    }

    private List<Route> asking() {
        return List.of(get("/v1/tools", "What the calling agent can ask for").agent()
                .answersPage(Tool.class, call -> agents.tools(call.caller())));
    }

    private List<Route> stopping() {
        return List.of(
                post("/v1/agents/{id}/disable", "Stops an agent and revokes its keys").member(OWNER, ADMIN)
                        .answers(200, AgentDetail.class, call -> agents.disable(call.caller(), call.id())),
                post("/v1/agents/{id}/enable", "Lets it begin again, without keys").member(OWNER, ADMIN)
                        .answersOrProposes(200, AgentDetail.class, call -> rules.enable(call.caller(), call.id())),
                post("/v1/agents/{id}/keys", "A further key, shown this once").member(OWNER, ADMIN)
                        .refuses(AGENT_DISABLED)
                        .answersOrProposes(201, NewAgentKey.class, call -> rules.issueKey(call.caller(), call.id())),
                delete("/v1/agents/{id}/keys/{key}", "Revokes a key").member(OWNER, ADMIN)
                        .does(call -> agents.revokeKey(call.caller(), call.id(), call.id("key"))));
    }
}
