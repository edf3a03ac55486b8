package dev.agenthub.server.http;

import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Reads ids in bodies as {@link JsonBody#uuid} reads them in addresses, and not as base64 or bytes. */
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
