package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import io.javalin.http.Context;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation, with its parameters and body as the operation declares them.
 *
 * @param <C> the type of the caller
 * @param <B> the type of the parsed body
 */
public final class Call<C, B> {
    private static final int LONGEST_PAGE = 200;
    private static final int DEFAULT_PAGE = 50;

    private final Context context;
    private final Operation operation;
    private final C caller;
    private final Function<Context, B> reader;

    Call(Context context, Operation operation, C caller, Function<Context, B> reader) {
        this.context = context;
        this.operation = operation;
        this.caller = caller;
        this.reader = reader;
    }

    public C caller() {
        return caller;
    }

    /**
     * Reads and parses the body.
     *
     * @throws RefusedException REQUEST_MALFORMED, naming the member but not its value; TEXT_NOT_STORABLE
     */
    public B body() {
        return reader.apply(context);
    }

    /** Javalin's context, for headers and streams. */
    public Context context() {
        return context;
    }

    /**
     * The UUID in a path parameter; a malformed one is the id of nothing.
     *
     * @throws RefusedException NOT_FOUND
     */
    public UUID id(String pathParameter) {
        return JsonBody.uuid(context.pathParam(pathParameter))
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** The UUID in the path parameter {@code id}. */
    public UUID id() {
        return id("id");
    }

    /**
     * A list position in a path parameter, from 0.
     *
     * @throws RefusedException NOT_FOUND, also where it is no number
     */
    public int position(String pathParameter) {
        String text = context.pathParam(pathParameter);
        if (!text.matches("0|[1-9][0-9]{0,8}")) {
            throw new RefusedException(ErrorCode.NOT_FOUND);
        }
        return Integer.parseInt(text);
    }

    /**
     * The value of a query parameter; null where it is absent.
     *
     * @throws RefusedException REQUEST_MALFORMED
     */
    public <T> @Nullable T query(QueryParameter<T> parameter) {
        if (!operation.query().contains(parameter)) {
            throw new IllegalArgumentException(operation.route() + " does not declare " + parameter.name());
        }
        String text = context.queryParam(parameter.name());
        return text == null ? null : parameter.read().apply(text);
    }

    /** The requested page size, or the default. */
    public int limit() {
        Long limit = query(QueryParameter.LIMIT);
        return limit == null ? DEFAULT_PAGE : Math.clamp(limit, 1, LONGEST_PAGE);
    }
}
