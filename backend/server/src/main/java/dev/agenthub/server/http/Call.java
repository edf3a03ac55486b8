package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import io.javalin.http.Context;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation, read as the operation declares it.
 *
 * @param <C> who calls
 * @param <B> what the body is read as
 */
public final class Call<C, B> {
    private static final int LONGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

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
     * The body, read now.
     *
     * @throws RefusedException REQUEST_MALFORMED, naming the member but not its value; TEXT_NOT_STORABLE
     */
    public B body() {
        return reader.apply(context);
    }

    /** For what is neither an argument nor an answer of one piece, such as headers and streams. */
    public Context context() {
        return context;
    }

    /**
     * An id in the path; what is no id is nothing's.
     *
     * @throws RefusedException NOT_FOUND
     */
    public UUID id(String pathParameter) {
        return JsonBody.uuid(context.pathParam(pathParameter))
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** The id in the path of an operation on one thing. */
    public UUID id() {
        return id("id");
    }

    /**
     * A place in a list, from 0, in the path; what is no number is nothing's.
     *
     * @throws RefusedException NOT_FOUND
     */
    public int position(String pathParameter) {
        String text = context.pathParam(pathParameter);
        if (!text.matches("0|[1-9][0-9]{0,8}")) {
            throw new RefusedException(ErrorCode.NOT_FOUND);
        }
        return Integer.parseInt(text);
    }

    /**
     * The parameter's value; null where it is not given.
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

    /** How many items the page may have. */
    public int limit() {
        Long limit = query(QueryParameter.LIMIT);
        return limit == null ? USUAL_PAGE : Math.clamp(limit, 1, LONGEST_PAGE);
    }
}
