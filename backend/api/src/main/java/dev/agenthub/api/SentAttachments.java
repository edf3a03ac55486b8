package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * How a tool's calls carry the files that an agent attaches.
 *
 * @param as {@code multipart} for any number of files in a form (multipart/form-data), {@code body} for one, which is the body
 * @param field the name of the form's field; null where the file is the body
 */
public record SentAttachments(String as, @Nullable String field) {

    public SentAttachments {
        as = Check.present("as", as);
    }
}
