package dev.agenthub.server.http;

import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.agents.ManifestBody;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.UUID;

/** Agents as administrators install, update and stop them. */
public final class AgentRoutes implements Routes {
    private final Authentication authentication;
    private final AgentAdministration agents;

    public AgentRoutes(Authentication authentication, AgentAdministration agents) {
        this.authentication = authentication;
        this.agents = agents;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/agents", context -> Wire.write(context, 200, agents.list(member(context))));
        routes.post("/v1/agents/previews",
                context -> Wire.write(context, 200, agents.preview(member(context), manifest(context), null)));
        routes.post("/v1/agents",
                context -> Wire.write(context, 201, agents.install(member(context), manifest(context))));
        routes.get("/v1/agents/{id}",
                context -> Wire.write(context, 200, agents.detail(member(context), id(context))));
        routes.post("/v1/agents/{id}/previews", context -> Wire.write(context, 200,
                agents.preview(member(context), manifest(context), id(context))));
        routes.post("/v1/agents/{id}/manifest", context -> Wire.write(context, 200,
                agents.update(member(context), id(context), manifest(context))));
        routes.post("/v1/agents/{id}/disable",
                context -> Wire.write(context, 200, agents.enable(member(context), id(context), false)));
        routes.post("/v1/agents/{id}/enable",
                context -> Wire.write(context, 200, agents.enable(member(context), id(context), true)));
        routes.post("/v1/agents/{id}/keys",
                context -> Wire.write(context, 201, agents.issueKey(member(context), id(context))));
        routes.delete("/v1/agents/{id}/keys/{key}", context -> {
            agents.revokeKey(member(context), id(context), Wire.uuid(context, "key"));
            context.status(204);
        });
    }

    private MemberCaller member(Context context) {
        return authentication.member(context.header("Authorization"));
    }

    private static UUID id(Context context) {
        return Wire.uuid(context, "id");
    }

    private static ManifestBody manifest(Context context) {
        return ManifestBody.parse(context.bodyAsBytes());
    }
}
