package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.NAME_TAKEN;
import static dev.agenthub.api.ErrorCode.POLICY_CONFLICT;
import static dev.agenthub.api.ErrorCode.POLICY_INVALID;
import static dev.agenthub.api.Role.ADMIN;
import static dev.agenthub.api.Role.OWNER;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;
import static dev.agenthub.server.http.QueryParameter.CURSOR;
import static dev.agenthub.server.http.QueryParameter.LIMIT;

import dev.agenthub.api.NewPolicyRequest;
import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicyDraft;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyText;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.server.approvals.Simulations;
import dev.agenthub.server.governance.Rules;
import dev.agenthub.server.http.QueryParameter;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.policies.PolicyAdmin;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Routes of policies: members read them; administrators check, simulate and publish them. */
public final class PolicyRoutes implements Routes {

    private static final QueryParameter<Integer> BEFORE = new QueryParameter<>("cursor",
            "The next of the page before; without it, the first page.", Map.of("type", "integer", "minimum", 0),
            PolicyRoutes::version);

    private final PolicyAdmin policies;
    private final Simulations simulations;
    private final Rules rules;

    public PolicyRoutes(PolicyAdmin policies, Simulations simulations, Rules rules) {
        this.policies = policies;
        this.simulations = simulations;
        this.rules = rules;
    }

    @Override
    public List<Route> routes() {
        return Stream.of(versions(), drafts()).flatMap(List::stream).toList();
    }

    private List<Route> versions() {
        return List.of(
                get("/v1/policies", "All policies").member(Role.values()).query(CURSOR, LIMIT)
                        .answersPage(PolicySummary.class,
                                call -> policies.list(call.caller(), call.query(CURSOR), call.limit())),
                post("/v1/policies", "Publishes the first version of a new policy; the same again changes nothing")
                        .member(OWNER, ADMIN).body(NewPolicyRequest.class).refuses(POLICY_INVALID, NAME_TAKEN)
                        .answersOrProposes(201, PublishedPolicy.class,
                                call -> rules.publishFirst(call.caller(), call.body())),
                get("/v1/policies/{id}/versions", "A policy's versions, the newest first").member(Role.values())
                        .query(BEFORE, LIMIT).answersPage(PolicyText.class, call -> policies.versions(call.caller(),
                                call.id(), call.query(BEFORE), call.limit())),
                post("/v1/policies/{id}/versions",
                        "Publishes the next version, and asks open requests again; the same document made from the same version again changes nothing")
                        .member(OWNER, ADMIN).body(PublishPolicyRequest.class).refuses(POLICY_INVALID, POLICY_CONFLICT)
                        .answersOrProposes(201, PublishedPolicy.class,
                                call -> rules.publish(call.caller(), call.id(), call.body())));
    }

    private List<Route> drafts() {
        return List.of(
                get("/v1/policies/schema", "The JSON Schema of a policy's document")
                        .writes("application/schema+json", call -> call.context()
                                .contentType("application/schema+json").result(PolicyDocument.schema())),
                post("/v1/policies/check", "Whether a draft can be understood").member(OWNER, ADMIN)
                        .body(PolicyDraft.class).answers(200, PolicyCheck.class,
                                call -> policies.check(call.caller(), call.body().document())),
                post("/v1/policies/{id}/simulations", "What a draft would have decided").member(OWNER, ADMIN)
                        .body(PolicyDraft.class).refuses(POLICY_INVALID).answers(200, PolicySimulation.class,
                                call -> simulations.simulate(call.caller(), call.id(), call.body())));
    }

    private static Integer version(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException _) {
            throw QueryParameter.foreignCursor();
        }
    }
}
