package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 says it, media type {@code application/problem+json}.
 *
 * @param type a URI that names the kind of problem
 * @param title the kind of problem in a few words
 * @param status the HTTP status
 * @param detail what happened this time, null where the title says it all
 * @param code a stable word to act on; one of the table under Problems, though newer servers may know more
 */
public record Problem(String type, String title, int status, @Nullable String detail, String code) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        type = Check.present("type", type);
        title = Check.present("title", title);
        code = Check.text("code", code, 100);
    }

    public static Problem of(ErrorCode code, @Nullable String detail) {
        return new Problem("urn:agenthub:problem:" + code.name(), code.title(), code.status(), detail, code.name());
    }
}
