package dev.agenthub.server.http;

import dev.agenthub.api.CollectedSecret;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.server.governance.Changes;
import dev.agenthub.server.governance.Rules;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.UnaryOperator;

/** Which changes of the rules need approvals, and what approved ones hand out. */
public final class GovernanceRoutes implements Routes {
    private final Authentication authentication;
    private final Rules rules;
    private final Changes changes;
    private final UnaryOperator<Invitation> handedOut;

    public GovernanceRoutes(Authentication authentication, Rules rules, Changes changes,
            UnaryOperator<Invitation> handedOut) {
        this.authentication = authentication;
        this.rules = rules;
        this.changes = changes;
        this.handedOut = handedOut;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/governance", context -> Wire.write(context, 200, rules.governance(member(context))));
        routes.post("/v1/governance", context -> {
            MemberCaller caller = member(context);
            Wire.writeOutcome(context, 200,
                    rules.setGovernance(caller, Wire.read(context, SetGovernanceRequest.class)));
        });
        routes.post("/v1/requests/{id}/collection", context -> {
            Object made = changes.collect(member(context), Wire.uuid(context, "id"));
            Wire.write(context, 201,
                    CollectedSecret.of(made instanceof Invitation invitation ? handedOut.apply(invitation) : made));
        });
    }

    private MemberCaller member(Context context) {
        return authentication.member(context.header("Authorization"));
    }
}
