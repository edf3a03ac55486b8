package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonObject;
import java.util.Optional;

/** The services whose tools a manifest can name instead of writing them out. */
@FunctionalInterface
public interface OfferedServices {

    /** The definition ({@code agenthub/connector/v1}) of the service of that name. */
    Optional<JsonObject> document(String name);
}
