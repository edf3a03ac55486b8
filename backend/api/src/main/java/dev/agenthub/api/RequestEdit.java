package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The edits by which members made this request from an earlier one. None of these members may decide it.
 *
 * @param replaces the earlier request, which is cancelled
 * @param editors the members who edited it and those before it, the last one last
 * @param editorName the last one's name
 * @param reason what the last one gave as their reason; null where none is kept
 */
public record RequestEdit(UUID replaces, List<UUID> editors, String editorName, @Nullable String reason) {

    public RequestEdit {
        replaces = Check.present("replaces", replaces);
        editors = Check.list("editors", editors);
        editorName = Check.present("editorName", editorName);
    }
}
