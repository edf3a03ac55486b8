package dev.agenthub.server.http;

import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Reads enum constants by their exact words; Jackson would accept numbers and surrounding spaces, too. */
final class EnumReader extends StdScalarDeserializer<Object> {

    private final Object[] values;

    private EnumReader(Class<?> type) {
        super(type);
        this.values = type.getEnumConstants();
    }

    /** Uses this reader for every enum. */
    static ValueDeserializerModifier ofEveryEnum() {
        return new ValueDeserializerModifier() {
            @Override
            public ValueDeserializer<?> modifyEnumDeserializer(DeserializationConfig config, JavaType type,
                    BeanDescription.Supplier description, ValueDeserializer<?> usual) {
                return new EnumReader(type.getRawClass());
            }
        };
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        String word = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
        return Stream.of(values).filter(value -> value.toString().equals(word)).findFirst()
                .orElseThrow(() -> context.weirdStringException("", handledType(), "not one of its words"));
    }
}
