package dev.agenthub.server.http.routes;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams a body of unknown length so that a failure in the middle can't be taken for its end. */
final class Download {

    private static final Logger LOG = LoggerFactory.getLogger(Download.class);

    private Download() {}

    /** Writes the body. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Answers with this body; where it fails after its first byte went out, breaks the connection: the status can't be taken back. */
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
