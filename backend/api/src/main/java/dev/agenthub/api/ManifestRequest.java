package dev.agenthub.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's manifest, to be looked at or installed.
 *
 * <p>The server reads this body as canonical JSON (EVIDENCE.md §1, lossless). A manifest has the members {@code v} ("agenthub/manifest/v1"),
 * {@code name}, {@code workspace}, {@code policy}, {@code owner} (a member's id; the caller where it is missing) and {@code tools}; a tool has
 * {@code name}, {@code title}, {@code risk}, {@code connector}, {@code scopes}, {@code schema} and {@code call}. Workspace, policy and connector go by
 * id or by name.
 *
 * @param manifest the manifest
 * @param digest the one that the preview showed, without which nothing is installed; null for a preview
 * @param replaces the digest of the manifest that an update takes the place of; null elsewhere
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
