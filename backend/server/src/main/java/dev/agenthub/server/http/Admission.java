package dev.agenthub.server.http;

import dev.agenthub.server.http.limits.Body;
import dev.agenthub.server.http.limits.BodyBudget;
import dev.agenthub.server.http.limits.HttpLimits;
import dev.agenthub.server.identity.Caller;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Lets callers take no more of the server than they may. Safe for use by many threads. */
public final class Admission {

    private static final String BODY = "agenthub-body";

    private final BodyBudget bodies;

    public Admission(HttpLimits limits) {
        this.bodies = new BodyBudget(limits.bodyMemory());
    }

    /** The caller is known: from now on the body may be read. */
    void expectBody(Context context, Operation operation, Object caller) {
        context.attribute(BODY, new Body(new Body.Source() {
            @Override
            public long length() {
                return context.req().getContentLengthLong();
            }

            @Override
            public InputStream stream() throws IOException {
                return context.req().getInputStream();
            }
        }, operation.largestBody(), bodies, caller instanceof Caller known ? known.actor().id() : "nobody"));
    }

    static Body body(Context context) {
        return Objects.requireNonNull(context.<Body>attribute(BODY), "nobody expected a body");
    }

    /** After the call, whatever became of it. */
    static void end(Context context) {
        Body body = context.attribute(BODY);
        if (body != null) {
            body.close();
        }
    }
}
