package dev.agenthub.server.agents;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks arguments against tools' JSON Schemas (2020-12) and fills in defaults. Caches compiled schemas. Thread-safe. */
public final class ArgumentSchemas {

    private static final int KEPT = 256;
    private static final int REPORTED = 5;

    // BigDecimal, not double: as doubles, two different amounts could both pass a limit. Digits were limited when the body was parsed.
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE).build())
            .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final String DIALECT = SpecificationVersion.DRAFT_2020_12.getDialectId();

    private final SchemaRegistry registry = registry();
    private final Map<Hash, Schema> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Schema> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * Checks the arguments.
     *
     * @return the arguments with defaults filled in
     * @throws RefusedException ARGUMENTS_INVALID, naming what does not fit
     */
    public JsonObject check(ToolDefinition tool, JsonObject arguments) {
        JsonObject complete = (JsonObject) withDefaults(tool.schema(), arguments);
        JsonNode node = MAPPER.readTree(complete.canonicalBytes());
        List<Error> errors;
        try {
            errors = schema(tool).validate(node);
        } catch (StackOverflowError e) {
            throw new RefusedException(ErrorCode.ARGUMENTS_INVALID,
                    "They are nested too deeply to be checked against the tool's schema.", e);
        }
        if (!errors.isEmpty()) {
            throw new RefusedException(ErrorCode.ARGUMENTS_INVALID, sentences(errors));
        }
        return complete;
    }

    /**
     * Checks that a tool's schema is valid and that checking against it ends.
     *
     * @throws RefusedException MANIFEST_INVALID
     */
    static void requireSchema(ToolDefinition tool) {
        try {
            SchemaReferences.require(tool.schema());
            SchemaRegistry registry = registry();
            List<Error> errors = registry.getSchema(SchemaLocation.of(DIALECT)).validate(
                    new String(tool.schema().canonicalBytes(), StandardCharsets.UTF_8), InputFormat.JSON,
                    context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
            if (!errors.isEmpty()) {
                throw new IllegalArgumentException(sentences(errors));
            }
            compiled(registry, tool.schema().canonicalBytes()).validate(MAPPER.readTree("{}"));
        } catch (RuntimeException | StackOverflowError e) {
            throw new RefusedException(ErrorCode.MANIFEST_INVALID,
                    "The schema of the tool " + tool.name() + " can't be used: " + e.getMessage(), e);
        }
    }

    /** Messages are in English whatever the default locale; references are never fetched. */
    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                builder -> builder
                        .schemaRegistryConfig(SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build())
                        .schemaLoader(loader -> loader.fetchRemoteResources(false)));
    }

    private static Schema compiled(SchemaRegistry registry, byte[] schema) {
        return registry.getSchema(new String(schema, StandardCharsets.UTF_8), InputFormat.JSON);
    }

    private static String sentences(List<Error> errors) {
        return errors.stream().limit(REPORTED).map(ArgumentSchemas::sentence).collect(Collectors.joining("; "));
    }

    private static String sentence(Error error) {
        String place = String.valueOf(error.getInstanceLocation());
        return (place.isEmpty() ? "at the top level" : place) + ": " + error.getMessage();
    }

    private Schema schema(ToolDefinition tool) {
        byte[] bytes = tool.schema().canonicalBytes();
        synchronized (compiled) {
            return compiled.computeIfAbsent(Hash.sha256(bytes),
                    _ -> compiled(registry, bytes));
        }
    }

    /** Fills in defaults of named properties at every depth; not of properties behind a reference or an alternative. */
    private static JsonValue withDefaults(@Nullable JsonValue schema, JsonValue value) {
        if (!(schema instanceof JsonObject rules)) {
            return value;
        }
        return switch (value) {
            case JsonObject object when rules.get("properties") instanceof JsonObject properties ->
                filled(properties, object);
            case JsonArray(List<JsonValue> items) when rules.get("items") instanceof JsonObject each ->
                new JsonArray(items.stream().map(item -> withDefaults(each, item)).toList());
            default -> value;
        };
    }

    private static JsonObject filled(JsonObject properties, JsonObject object) {
        JsonObject.Builder filled = JsonObject.builder();
        object.members().forEach((name, member) -> filled.put(name, withDefaults(properties.get(name), member)));
        properties.members().forEach((name, property) -> {
            JsonValue fallback = property instanceof JsonObject rules ? rules.get("default") : null;
            if (fallback != null && object.get(name) == null) {
                filled.put(name, withDefaults(property, fallback));
            }
        });
        return filled.build();
    }
}
