package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * One difference between an installed manifest and a new one.
 *
 * @param place a JSON Pointer, in which tools are identified by name
 * @param before canonical JSON, null where nothing was there
 * @param after canonical JSON, null where nothing is left
 */
public record ManifestChange(String place, @Nullable String before, @Nullable String after) {

    public ManifestChange {
        place = Check.present("place", place);
    }
}
