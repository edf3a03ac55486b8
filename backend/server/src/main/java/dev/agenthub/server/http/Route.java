package dev.agenthub.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/** An operation of the API with its handler. */
public record Route(Operation operation, Answer answer) {

    /** Handles a call of the operation. */
    @FunctionalInterface
    interface Answer {
        void to(Context context, Callers callers) throws Exception;
    }

    void register(RoutesConfig routes, Callers callers) {
        routes.addHttpHandler(HandlerType.findOrCreate(operation.method()), operation.path(), context -> {
            JsonBody.requireOnly(context, operation.queryNames());
            try {
                answer.to(context, callers);
            } finally {
                Admission.end(context);
            }
        });
    }
}
