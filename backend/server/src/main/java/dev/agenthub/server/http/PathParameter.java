package dev.agenthub.server.http;

import java.util.Map;

/**
 * The description of a path parameter.
 *
 * @param description in a sentence without a full stop
 * @param schema its JSON Schema
 */
public record PathParameter(String description, Map<String, Object> schema) {

    public static final PathParameter KEY_ID = new PathParameter("The id of one of the keys",
            Map.of("type", "string", "pattern", "^[0-9a-f]{16}$"));
    public static final PathParameter POSITION = new PathParameter("Its place in the payload's list, from 0",
            Map.of("type", "integer", "minimum", 0));

    /** The default: the UUID of an element of the collection before it in the path. */
    public static PathParameter idOf(String some) {
        return new PathParameter("The id of one of the " + some, Map.of("type", "string", "format", "uuid"));
    }
}
