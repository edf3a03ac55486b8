package dev.agenthub.server.http;

import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Reads UUIDs in bodies by the rules of {@link JsonBody#uuid}; Jackson would accept base64 and bytes, too. */
final class UuidReader extends StdScalarDeserializer<UUID> {

    UuidReader() {
        super(UUID.class);
    }

    @Override
    public UUID deserialize(JsonParser parser, DeserializationContext context) {
        return (parser.currentToken() == JsonToken.VALUE_STRING
                ? JsonBody.uuid(parser.getString())
                : Optional.<UUID>empty())
                .orElseThrow(() -> context.weirdStringException("", UUID.class, "not an id"));
    }
}
