package dev.agenthub.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items in the list's order
 * @param next the cursor that asks for the page after this one, null when this is the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = Check.list("items", items);
    }
}
