package dev.agenthub.server.http;

import dev.agenthub.api.DecideRequest;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Headers;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.approvals.Approvals;
import dev.agenthub.server.approvals.FetchedPayload;
import dev.agenthub.server.approvals.Submission;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.AgentCaller;
import dev.agenthub.server.identity.Caller.MemberCaller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Requests: agents submit and ask how they stand, members list, read, fetch and decide. */
public final class ApprovalRoutes implements Routes {

    private final Authentication authentication;
    private final Approvals approvals;

    public ApprovalRoutes(Authentication authentication, Approvals approvals) {
        this.authentication = authentication;
        this.approvals = approvals;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.post("/v1/requests", this::submit);
        routes.get("/v1/requests", this::list);
        routes.get("/v1/requests/{id}",
                context -> Wire.write(context, 200, approvals.detail(member(context), Wire.uuid(context, "id"))));
        routes.get("/v1/requests/{id}/payload", this::payload);
        routes.post("/v1/requests/{id}/decisions", context -> {
            MemberCaller caller = member(context);
            Wire.write(context, 200,
                    approvals.decide(caller, Wire.uuid(context, "id"), Wire.read(context, DecideRequest.class)));
        });
    }

    private AgentCaller agent(Context context) {
        return authentication.agent(context.header("Authorization"));
    }

    private MemberCaller member(Context context) {
        return authentication.member(context.header("Authorization"));
    }

    private void submit(Context context) {
        AgentCaller caller = agent(context);
        Wire.write(context, 201, approvals.submit(caller, Submission.parse(context.bodyAsBytes())));
    }

    private void list(Context context) {
        MemberCaller caller = member(context);
        Wire.write(context, 200, approvals.list(caller, onlyOpen(context.queryParam("state")), Wire.cursor(context),
                Wire.limit(context)));
    }

    private static boolean onlyOpen(@Nullable String state) {
        return switch (state) {
            case "open" -> true;
            case "all" -> false;
            case null -> true;
            default -> throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "state is open or all.");
        };
    }

    private void payload(Context context) {
        FetchedPayload fetched = approvals.fetchPayload(member(context), Wire.uuid(context, "id"));
        context.header(Headers.CHALLENGE, fetched.challenge()).contentType("application/json").result(fetched.bytes());
    }
}
