package dev.agenthub.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's manifest to preview or install.
 *
 * <p>The server reads this body as canonical JSON (RFC 8785), and keeps every number exactly.
 *
 * @param manifest as the schema {@code Manifest} wants it
 * @param digest the digest from the preview; an installation or update without it, or with another one, is refused with 409
 *        {@code MANIFEST_CHANGED}. A preview needs none
 * @param replaces the digest of the manifest that an update replaces; an update without it is refused in the same way; null elsewhere
 */
public record ManifestRequest(Map<String, @Nullable Object> manifest, @Nullable String digest,
        @Nullable String replaces) {

    public ManifestRequest {
        manifest = Collections.unmodifiableMap(new LinkedHashMap<>(Check.present("manifest", manifest)));
        if (digest != null) {
            digest = Check.hash("digest", digest);
        }
        if (replaces != null) {
            replaces = Check.hash("replaces", replaces);
        }
    }
}
