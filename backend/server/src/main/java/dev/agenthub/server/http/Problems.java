package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Problem;
import dev.agenthub.db.failure.TransientFailure;
import dev.agenthub.server.audit.checkpoints.CheckpointRefusedException;
import dev.agenthub.server.common.ApiFailure;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.http.limits.LimitReachedException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every failure with a problem document (RFC 9457) with a stable code. Internal errors are logged, and the answer has no detail.
 */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final String CODE = "agenthub-problem";

    private Problems() {}

    static void handle(RoutesConfig routes) {
        routes.exception(RefusedException.class, (e, context) -> answer(context, e));
        routes.exception(LimitReachedException.class, (e, context) -> {
            context.header("Retry-After", Long.toString(e.seconds()));
            answer(context, e);
        });
        routes.exception(CheckpointRefusedException.class, (e, context) -> {
            // Logged where it was thrown.
            answer(context, ErrorCode.CHECKPOINT_REFUSED, e.sentence() + " (" + e.code() + ").");
        });
        routes.exception(ContentTooLargeResponse.class, (_, context) -> answer(context, ErrorCode.TOO_LARGE, null));
        routes.exception(MethodNotAllowedResponse.class, (e, context) -> {
            e.getDetails().values().forEach(methods -> context.header("Allow", methods));
            answer(context, ErrorCode.METHOD_NOT_ALLOWED, null);
        });
        routes.exception(HttpResponseException.class, (e, context) -> answer(context, code(e.getStatus()), null));
        routes.exception(Exception.class, (e, context) -> {
            HttpException protocol = protocolError(e);
            if (protocol != null) {
                answer(context, code(protocol.getCode()), null);
                return;
            }
            if (TransientFailure.lasts(e)) {
                // Logged where the database was found unavailable.
                answer(context, ErrorCode.DATABASE_STOPPED, null);
                return;
            }
            if (TransientFailure.is(e)) {
                LOG.warn("{} {} could not be done now: {}", context.method(), context.endpoint().path, e.getMessage());
                context.header("Retry-After", "1");
                answer(context, ErrorCode.UNAVAILABLE, null);
                return;
            }
            LOG.error("{} {} failed", context.method(), context.endpoint().path, e);
            answer(context, ErrorCode.INTERNAL, null);
        });
    }

    /** Jetty's error about the request; null where the failure is another. */
    private static @Nullable HttpException protocolError(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException found) {
                return found;
            }
        }
        return null;
    }

    /** The code for the status of an answer that Jetty or Javalin made. */
    static ErrorCode code(int status) {
        return switch (status) {
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 413 -> ErrorCode.TOO_LARGE;
            case 414 -> ErrorCode.URI_TOO_LONG;
            case 431 -> ErrorCode.HEADERS_TOO_LARGE;
            case 501 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 505 -> ErrorCode.REQUEST_MALFORMED;
            case 503 -> ErrorCode.UNAVAILABLE;
            default -> status < 500 ? ErrorCode.REQUEST_MALFORMED : ErrorCode.INTERNAL;
        };
    }

    /** The code of the answer; null where it is no problem document. */
    public static @Nullable String codeOf(Context context) {
        return context.attribute(CODE);
    }

    private static void answer(Context context, ApiFailure failure) {
        answer(context, failure.error(), failure.detail());
    }

    private static void answer(Context context, ErrorCode code, @Nullable String detail) {
        context.attribute(CODE, code.name());
        if (code.status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        context.status(code.status()).contentType(Problem.MEDIA_TYPE).result(JsonBody.bytes(Problem.of(code, detail)));
    }
}
