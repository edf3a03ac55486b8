package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonObject;
import java.util.Optional;

/** Finds the definitions of services whose tools a manifest can take by name. */
@FunctionalInterface
public interface OfferedServices {

    /** The definition ({@code agenthub/connector/v1}) of the service with this name. */
    Optional<JsonObject> document(String name);
}
