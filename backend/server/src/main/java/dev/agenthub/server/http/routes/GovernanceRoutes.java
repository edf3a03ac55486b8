package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.AGENT_DISABLED;
import static dev.agenthub.api.ErrorCode.AGENT_EXISTS;
import static dev.agenthub.api.ErrorCode.CHANGE_CONFLICT;
import static dev.agenthub.api.ErrorCode.FORBIDDEN;
import static dev.agenthub.api.ErrorCode.GOVERNANCE_UNREACHABLE;
import static dev.agenthub.api.ErrorCode.MANIFEST_CHANGED;
import static dev.agenthub.api.ErrorCode.MANIFEST_INVALID;
import static dev.agenthub.api.ErrorCode.POLICY_CONFLICT;
import static dev.agenthub.api.ErrorCode.POLICY_INVALID;
import static dev.agenthub.api.ErrorCode.REQUEST_NOT_PENDING;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;

import dev.agenthub.api.CollectedSecret;
import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.server.governance.Changes;
import dev.agenthub.server.governance.Rules;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import java.util.List;
import java.util.function.UnaryOperator;

/** Routes of the governance policy, and by which proposers collect the secrets of their approved changes. */
public final class GovernanceRoutes implements Routes {
    private final Rules rules;
    private final Changes changes;
    private final UnaryOperator<Invitation> handedOut;

    public GovernanceRoutes(Rules rules, Changes changes,
            UnaryOperator<Invitation> handedOut) {
        this.rules = rules;
        this.changes = changes;
        this.handedOut = handedOut;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get("/v1/governance", "Which changes of the rules need approvals").member(Role.values())
                        .answers(200, GovernancePolicy.class, call -> rules.governance(call.caller())),
                post("/v1/governance",
                        "Puts a governance policy in force; the same document made from the same version again changes nothing")
                        .member(Role.OWNER, Role.ADMIN)
                        .body(SetGovernanceRequest.class)
                        .refuses(POLICY_INVALID, POLICY_CONFLICT, GOVERNANCE_UNREACHABLE)
                        .answersOrProposes(200, PolicyVersion.class,
                                call -> rules.setGovernance(call.caller(), call.body())),
                post("/v1/requests/{id}/collection",
                        "Applies the caller's approved change and hands out the secret that it makes, this once")
                        .member().refuses(FORBIDDEN, REQUEST_NOT_PENDING, CHANGE_CONFLICT, AGENT_EXISTS, AGENT_DISABLED,
                                MANIFEST_CHANGED, MANIFEST_INVALID)
                        .repeated(
                                "Collected once, when it is `approved`: before and after that, `REQUEST_NOT_PENDING`.")
                        .answers(201, CollectedSecret.class, call -> {
                            Object made = changes.collect(call.caller(), call.id());
                            return CollectedSecret
                                    .of(made instanceof Invitation invitation ? handedOut.apply(invitation) : made);
                        }));
    }
}
