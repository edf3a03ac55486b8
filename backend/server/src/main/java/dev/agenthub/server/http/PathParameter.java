package dev.agenthub.server.http;

import java.util.Map;

/**
 * What stands in a path in place of a name in braces.
 *
 * @param description in a sentence without a full stop
 * @param schema of JSON
 */
public record PathParameter(String description, Map<String, Object> schema) {

    public static final PathParameter KEY_ID = new PathParameter("The id of one of the keys",
            Map.of("type", "string", "pattern", "^[0-9a-f]{16}$"));
    public static final PathParameter POSITION = new PathParameter("Its place in the payload's list, from 0",
            Map.of("type", "integer", "minimum", 0));

    /** What it is where nothing else is said: the id of one of those that the path names before it. */
    public static PathParameter idOf(String some) {
        return new PathParameter("The id of one of the " + some, Map.of("type", "string", "format", "uuid"));
    }
}
