package dev.agenthub.server.common;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.Coded;
import org.jspecify.annotations.Nullable;

/** An exception that the HTTP server answers with a problem document (RFC 9457) of a known code. */
public interface ApiFailure extends Coded {

    /** The code of the problem document, which has its HTTP status and title. */
    ErrorCode error();

    /** A detail of this occurrence, safe to show to the caller; null where the code suffices. */
    @Nullable
    String detail();

    @Override
    default String code() {
        return error().name();
    }

    /** The detail, or the title of the code as a sentence where there is no detail. */
    @Override
    default String sentence() {
        String detail = detail();
        return detail == null ? error().title() + "." : detail;
    }
}
