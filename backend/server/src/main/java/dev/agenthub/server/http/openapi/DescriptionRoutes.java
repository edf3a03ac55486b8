package dev.agenthub.server.http.openapi;

import static dev.agenthub.api.ErrorCode.AGENT_DISABLED;
import static dev.agenthub.api.ErrorCode.UNAUTHENTICATED;
import static dev.agenthub.server.http.Endpoint.get;

import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.http.JsonBody;
import dev.agenthub.server.http.Operation.Answer;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.http.SourceAddress;
import dev.agenthub.server.identity.Authentication;
import io.javalin.http.Context;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Serves the API's description to clients. */
public final class DescriptionRoutes implements Routes {
    private final List<Routes> others;
    private final Authentication authentication;

    /** Describes the given routes and this one. */
    public DescriptionRoutes(List<Routes> others, Authentication authentication) {
        this.others = List.copyOf(others);
        this.authentication = authentication;
    }

    @Override
    public List<Route> routes() {
        AtomicReference<byte[]> description = new AtomicReference<>(new byte[0]);
        Route own = get("/v1/openapi.json",
                "This description, for callers on the backend's own machine, members and agents")
                .refuses(UNAUTHENTICATED, AGENT_DISABLED).writes(Answer.JSON, call -> {
                    require(call.context(), authentication);
                    call.context().contentType(Answer.JSON).result(description.get());
                });
        Stream<Route> all = Stream.concat(others.stream().flatMap(one -> one.routes().stream()), Stream.of(own));
        description.set(JsonBody.bytes(ApiDescription.of(all.map(Route::operation).toList())));
        return List.of(own);
    }

    /** Requires a program on this machine, a member or an agent: strangers on the network need not learn about the API. */
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
