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
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Some routes, and one that serves the API's description of them and of itself. */
public final class DescribedRoutes implements Routes {
    private final List<Routes> described;
    private final Authentication authentication;

    /** Describes the given routes. */
    public DescribedRoutes(List<Routes> described, Authentication authentication) {
        this.described = List.copyOf(described);
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
        List<Route> all = Stream.concat(described.stream().flatMap(one -> one.routes().stream()), Stream.of(own))
                .toList();
        description.set(JsonBody.bytes(ApiDescription.of(all.stream().map(Route::operation).toList())));
        return all;
    }

    @Override
    public void around(RoutesConfig config) {
        described.forEach(one -> one.around(config));
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
            if (e.error() != UNAUTHENTICATED) {
                throw e;
            }
            authentication.member(authorization);
        }
    }
}
