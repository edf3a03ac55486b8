package dev.agenthub.server.http;

import dev.agenthub.api.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that Jetty refuses before any route, with a problem document (RFC 9457) like all other failures. */
final class ProtocolErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Problem problem = Problem.of(
                Problems.code(request.getAttribute(ERROR_STATUS) instanceof Integer status
                        ? status
                        : response.getStatus()),
                null);
        response.setStatus(problem.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (request.getConnectionMetaData().isSecure()) {
            response.getHeaders().put(HttpHeader.STRICT_TRANSPORT_SECURITY, HttpServer.ONLY_SECURE);
        }
        response.write(true, ByteBuffer.wrap(JsonBody.bytes(problem)), callback);
        return true;
    }
}
