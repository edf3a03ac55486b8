package dev.agenthub.server.http.routes;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams a body of unknown length; a failure midway breaks the connection, so that a truncated body is not taken for a complete one. */
final class Download {

    private static final Logger LOG = LoggerFactory.getLogger(Download.class);

    private Download() {}

    /** Writes the body. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Answers with this body. Where writing fails after the first byte was sent, breaks the connection, since the status was sent already.
     */
    static void stream(Context context, String contentType, Body body) throws IOException {
        context.contentType(contentType);
        try {
            body.writeTo(context.outputStream());
        } catch (IOException | RuntimeException e) {
            if (!context.res().isCommitted()) {
                context.res().reset();
                throw e;
            }
            LOG.error("{} broke off", context.path(), e);
            ServletContextRequest.getServletContextRequest(context.req()).getConnectionMetaData().getConnection()
                    .getEndPoint().close();
        }
    }
}
