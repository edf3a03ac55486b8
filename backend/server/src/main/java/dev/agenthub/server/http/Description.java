package dev.agenthub.server.http;

import static dev.agenthub.api.ErrorCode.AGENT_DISABLED;
import static dev.agenthub.api.ErrorCode.UNAUTHENTICATED;
import static dev.agenthub.server.http.Endpoint.get;

import dev.agenthub.server.RefusedException;
import dev.agenthub.server.http.Operation.Answer;
import dev.agenthub.server.identity.Authentication;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The route of the API's own description, for whoever writes a client. */
final class Description {

    private Description() {}

    /** Describes these routes and itself. */
    static Route route(List<Route> others, Authentication authentication) {
        AtomicReference<byte[]> description = new AtomicReference<>(new byte[0]);
        Route own = get("/v1/openapi.json",
                "This description, for callers on the backend's own machine, members and agents")
                .refuses(UNAUTHENTICATED, AGENT_DISABLED).writes(Answer.JSON, call -> {
                    require(call.context(), authentication);
                    call.context().contentType(Answer.JSON).result(description.get());
                });
        List<Operation> operations = new ArrayList<>(others.stream().map(Route::operation).toList());
        operations.add(own.operation());
        description.set(JsonBody.bytes(ApiDescription.of(operations)));
        return own;
    }

    /** Strangers in the network need not know what can be asked here. */
    private static void require(Context context, Authentication authentication) {
        if (SourceAddress.isThisMachine(context)) {
            return;
        }
        String authorization = context.header("Authorization");
        try {
            authentication.agent(authorization);
        } catch (RefusedException e) {
            if (e.code() != UNAUTHENTICATED) {
                throw e;
            }
            authentication.member(authorization);
        }
    }
}
