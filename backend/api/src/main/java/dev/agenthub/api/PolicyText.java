package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of a policy.
 *
 * @param version which one
 * @param document its canonical JSON text, of which the version's digest is
 * @param publishedAt when it was published
 * @param publishedBy null where no member published it
 */
public record PolicyText(PolicyVersion version, String document, Instant publishedAt, @Nullable UUID publishedBy) {

    public PolicyText {
        version = Check.present("version", version);
        document = Check.present("document", document);
        publishedAt = Check.present("publishedAt", publishedAt);
    }
}
