package dev.agenthub.server.http;

import static dev.agenthub.server.http.Endpoint.get;

import dev.agenthub.server.http.Operation.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The route of the API's own description, for whoever writes a client. */
final class Description {

    private Description() {}

    /** Describes these routes and itself. */
    static Route route(List<Route> others) {
        AtomicReference<byte[]> description = new AtomicReference<>(new byte[0]);
        Route own = get("/v1/openapi.json", "This description").writes(Answer.JSON,
                call -> call.context().contentType(Answer.JSON).result(description.get()));
        List<Operation> operations = new ArrayList<>(others.stream().map(Route::operation).toList());
        operations.add(own.operation());
        description.set(Wire.bytes(ApiDescription.of(operations)));
        return own;
    }
}
