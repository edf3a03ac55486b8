package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.DECISION_SIGNATURE_INVALID;
import static dev.agenthub.api.ErrorCode.DELEGATION_MALFORMED;
import static dev.agenthub.api.ErrorCode.DELEGATION_OVERLAPS;
import static dev.agenthub.api.ErrorCode.FORBIDDEN;
import static dev.agenthub.api.ErrorCode.KEY_NOT_ENROLLED;
import static dev.agenthub.api.ErrorCode.KEY_REVOKED;
import static dev.agenthub.api.ErrorCode.NOT_ELIGIBLE;
import static dev.agenthub.server.http.Endpoint.delete;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;
import static dev.agenthub.server.http.QueryParameter.CURSOR;
import static dev.agenthub.server.http.QueryParameter.LIMIT;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.server.delegations.DelegationAdministration;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import java.util.List;

/** Routes of delegations: members delegate, list and end. */
public final class DelegationRoutes implements Routes {

    private final DelegationAdministration delegations;

    public DelegationRoutes(DelegationAdministration delegations) {
        this.delegations = delegations;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                post("/v1/delegations",
                        "Lets another member decide for the caller, for a time. They sign as themselves, and their vote counts in the caller’s groups")
                        .member(Role.APPROVER)
                        .body(SignedStatement.class)
                        .refuses(DELEGATION_MALFORMED, DELEGATION_OVERLAPS, NOT_ELIGIBLE, KEY_NOT_ENROLLED, KEY_REVOKED,
                                DECISION_SIGNATURE_INVALID)
                        .answers(201, Delegation.class, call -> delegations.delegate(call.caller(), call.body())),
                get("/v1/delegations", "Who decides or decided for whom, the newest first").member()
                        .query(CURSOR, LIMIT)
                        .answersPage(Delegation.class, call -> delegations.list(call.caller(),
                                call.query(CURSOR), call.limit())),
                delete("/v1/delegations/{id}",
                        "Ends a delegation before its time: for the two members and for owners and admins; one that has ended stays as it is. Votes under it count from then on in the delegate's own groups alone (see States of a request)")
                        .member().refuses(FORBIDDEN)
                        .does(call -> delegations.end(call.caller(), call.id())));
    }
}
