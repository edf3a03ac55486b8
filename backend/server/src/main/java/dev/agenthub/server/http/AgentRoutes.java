package dev.agenthub.server.http;

import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.agents.ManifestBody;
import dev.agenthub.server.governance.Rules;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.UUID;

/** Agents as administrators install, update and stop them. */
public final class AgentRoutes implements Routes {
    private final Authentication authentication;
    private final AgentAdministration agents;
    private final Rules rules;

    public AgentRoutes(Authentication authentication, AgentAdministration agents, Rules rules) {
        this.authentication = authentication;
        this.agents = agents;
        this.rules = rules;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/agents", context -> Wire.write(context, 200, agents.list(member(context))));
        routes.post("/v1/agents/previews",
                context -> Wire.write(context, 200, agents.preview(member(context), manifest(context), null)));
        routes.post("/v1/agents",
                context -> Wire.writeOutcome(context, 201, rules.install(member(context), manifest(context))));
        routes.get("/v1/agents/{id}",
                context -> Wire.write(context, 200, agents.detail(member(context), id(context))));
        routes.post("/v1/agents/{id}/previews", context -> Wire.write(context, 200,
                agents.preview(member(context), manifest(context), id(context))));
        routes.post("/v1/agents/{id}/manifest", context -> Wire.writeOutcome(context, 200,
                rules.update(member(context), id(context), manifest(context))));
        routes.post("/v1/agents/{id}/disable",
                context -> Wire.write(context, 200, agents.disable(member(context), id(context))));
        routes.post("/v1/agents/{id}/enable",
                context -> Wire.writeOutcome(context, 200, rules.enable(member(context), id(context))));
        routes.post("/v1/agents/{id}/keys",
                context -> Wire.writeOutcome(context, 201, rules.issueKey(member(context), id(context))));
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
