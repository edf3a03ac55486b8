package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewPolicyRequest;
import dev.agenthub.api.PolicyDraft;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.approvals.Simulations;
import dev.agenthub.server.governance.Rules;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.policies.PolicyAdmin;
import dev.agenthub.server.policies.rules.PolicyDocument;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Policies: members read them, admins check, simulate and publish them. */
public final class PolicyRoutes implements Routes {

    private final Authentication authentication;
    private final PolicyAdmin policies;
    private final Simulations simulations;
    private final Rules rules;

    public PolicyRoutes(Authentication authentication, PolicyAdmin policies, Simulations simulations, Rules rules) {
        this.authentication = authentication;
        this.policies = policies;
        this.simulations = simulations;
        this.rules = rules;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/policies", context -> Wire.write(context, 200,
                policies.list(member(context), Wire.cursor(context), Wire.limit(context))));
        routes.post("/v1/policies", context -> {
            MemberCaller caller = member(context);
            Wire.writeOutcome(context, 201, rules.publishFirst(caller, Wire.read(context, NewPolicyRequest.class)));
        });
        routes.get("/v1/policies/schema",
                context -> context.contentType("application/schema+json").result(PolicyDocument.schema()));
        routes.post("/v1/policies/check", context -> {
            MemberCaller caller = member(context);
            Wire.write(context, 200, policies.check(caller, Wire.read(context, PolicyDraft.class).document()));
        });
        routes.get("/v1/policies/{id}/versions", context -> Wire.write(context, 200, policies.versions(member(context),
                Wire.uuid(context, "id"), before(context), Wire.limit(context))));
        routes.post("/v1/policies/{id}/versions", context -> {
            MemberCaller caller = member(context);
            Wire.writeOutcome(context, 201, rules.publish(caller, Wire.uuid(context, "id"),
                    Wire.read(context, PublishPolicyRequest.class)));
        });
        routes.post("/v1/policies/{id}/simulations", context -> {
            MemberCaller caller = member(context);
            Wire.write(context, 200,
                    simulations.simulate(caller, Wire.uuid(context, "id"), Wire.read(context, PolicyDraft.class)));
        });
    }

    private static @Nullable Integer before(Context context) {
        Long cursor = Wire.number(context, "cursor");
        if (cursor != null && cursor > Integer.MAX_VALUE) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "cursor is not one that this server gave.");
        }
        return cursor == null ? null : Math.toIntExact(cursor);
    }

    private MemberCaller member(Context context) {
        return authentication.member(context.header("Authorization"));
    }
}
