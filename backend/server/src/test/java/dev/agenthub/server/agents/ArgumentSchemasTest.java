package dev.agenthub.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentSchemasTest {

    private static JsonObject json(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ToolDefinition tool(String schema) {
        return ToolDefinition.of(json("""
                {"call":{"http":{"method":"POST","path":"/"}},"connector":"0192f0c4-7d3a-7000-8000-00000000000a",
                 "name":"a","risk":"low","schema":%s,"scopes":[],"title":"A"}
                """.formatted(schema)));
    }

    private static String refusal(String schema) {
        RefusedException refused = catchThrowableOfType(RefusedException.class,
                () -> ArgumentSchemas.requireSchema(tool(schema)));
        assertThat(refused).as(schema).isNotNull();
        assertThat(refused.error()).isEqualTo(ErrorCode.MANIFEST_INVALID);
        return String.valueOf(refused.detail());
    }

    @Test
    void saysWhereArgumentsDoNotFit() {
        ToolDefinition tool = tool("{\"required\":[\"b\"],\"properties\":{\"a\":{\"type\":\"integer\"}}}");
        assertThatThrownBy(() -> new ArgumentSchemas().check(tool, json("{\"a\":\"x\"}")))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.error()).isEqualTo(ErrorCode.ARGUMENTS_INVALID);
                    assertThat(String.valueOf(refused.detail()).split("; ", -1)).containsExactlyInAnyOrder(
                            "at the top level: required property 'b' not found",
                            "/a: string found, integer expected");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"$ref\":\"#/$defs/a\"}", "{\"properties\":{\"a\":{\"$ref\":\"#nowhere\"}}}",
            "{\"properties\":{\"a\":{\"items\":{\"$ref\":\"#/properties/b\"}}}}",
            "{\"$defs\":{\"a\":[1]},\"items\":{\"$ref\":\"#/$defs/a/0\"}}",
            "{\"unknown\":{\"properties\":{\"a\":{\"$ref\":\"#/no\"}}},\"items\":{\"$ref\":\"#/unknown\"}}",
            "{\"properties\":{\"a\":{\"$ref\":7}}}", "{\"$dynamicRef\":\"#a\"}"})
    void refusesReferencesToNowhere(String schema) {
        assertThat(refusal(schema)).contains("ref");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"$ref\":\"#\"}", "{\"allOf\":[{\"$ref\":\"#\"}]}", "{\"not\":{\"$ref\":\"#\"}}",
            "{\"if\":{\"type\":\"object\"},\"then\":{\"$ref\":\"#\"}}",
            "{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"anyOf\":[{\"$ref\":\"#/$defs/a\"}]}},\"properties\":{\"x\":{\"$ref\":\"#/$defs/a\"}}}",
            "{\"dependentSchemas\":{\"a\":{\"$ref\":\"#\"}}}", "{\"$anchor\":\"a\",\"oneOf\":[{\"$ref\":\"#a\"}]}",
            "{\"$dynamicAnchor\":\"a\",\"oneOf\":[{\"$dynamicRef\":\"#a\"}]}",
            "{\"x\":{\"allOf\":[{\"$ref\":\"#/x\"}]},\"items\":{\"$ref\":\"#/x\"}}"})
    void refusesWhatNeverEnds(String schema) {
        assertThat(refusal(schema)).contains("without end");
    }

    @Test
    void refusesWhatEndsInNobodysLifetime() {
        StringBuilder doubling = new StringBuilder("{\"$ref\":\"#/$defs/a0\",\"$defs\":{");
        StringBuilder chain = new StringBuilder(doubling);
        for (int i = 0; i < 50; i++) {
            String next = "{\"$ref\":\"#/$defs/a" + (i + 1) + "\"}";
            doubling.append("\"a").append(i).append("\":{\"allOf\":[").append(next).append(',').append(next)
                    .append("]},");
        }
        for (int i = 0; i < 20_000; i++) {
            chain.append("\"a").append(i).append("\":{\"$ref\":\"#/$defs/a").append(i + 1).append("\"},");
        }

        assertThat(refusal(doubling + "\"a50\":true}}")).contains("times");
        assertThat(refusal(chain + "\"a20000\":true}}")).contains("times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":7}", "{\"properties\":5}", "{\"properties\":{\"a\":{\"pattern\":\"(\"}}}",
            "{\"properties\":{\"a\":{\"multipleOf\":0}}}", "{\"required\":\"a\"}",
            "{\"patternProperties\":{\"(\":true}}", "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"}",
            "{\"properties\":{\"a\":{\"$id\":\"https://example.com/b\"}}}"})
    void refusesWhatIsNoSchema(String schema) {
        refusal(schema);
    }

    @Test
    void refusesAddressesWithoutAskingThem() throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder().body("{}").build());
            server.start();
            String there = "http://127.0.0.1:" + server.getPort() + "/a.json";
            for (String schema : new String[]{"{\"$ref\":\"@\"}", "{\"properties\":{\"a\":{\"$ref\":\"@#/b\"}}}",
                    "{\"$schema\":\"@\"}", "{\"$id\":\"@\",\"$ref\":\"b.json\"}", "{\"$dynamicRef\":\"@\"}"}) {
                refusal(schema.replace("@", there));
            }
            assertThat(server.getRequestCount()).isZero();
        }
    }

    @Test
    void takesSchemasThatLeadBackToThemselvesForPartsOfAValue() {
        String tree = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"children\":{\"items\":{\"$ref\":\"#\"}},"
                + "\"other\":{\"$ref\":\"#/$defs/a~1b%20c\"}},\"$defs\":{\"a/b c\":{\"anyOf\":[{\"$ref\":\"#t\"},{\"type\":\"null\"}]},"
                + "\"t\":{\"$anchor\":\"t\",\"additionalProperties\":{\"$ref\":\"#/$defs/a~1b%20c\"}}}}";
        ArgumentSchemas.requireSchema(tool(tree));
        ArgumentSchemas schemas = new ArgumentSchemas();

        schemas.check(tool(tree), json("{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}"));
        assertThatThrownBy(() -> schemas.check(tool(tree), json("{\"children\":[{\"name\":7}]}")))
                .isInstanceOf(RefusedException.class);
        String deep = "{\"children\":[".repeat(63) + "]}".repeat(63);
        schemas.check(tool(tree), json(deep));
    }

    @Test
    void saysWhatIsWrongInEnglishOnEveryMachine() {
        String schema = "{\"required\":[\"a\"],\"properties\":{\"b\":{\"maximum\":1234567},\"c\":{\"minItems\":1234}}}";
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[]{"de-DE", "ar-EG", "fa-IR", "tr-TR", "th-TH-u-nu-thai", "zh-CN"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThatThrownBy(() -> new ArgumentSchemas().check(tool(schema),
                        json("{\"b\":1234568,\"c\":[]}"))).isInstanceOfSatisfying(RefusedException.class,
                                refused -> assertThat(refused.detail()).as(tag)
                                        .contains("required property 'a' not found",
                                                "/b: must have a maximum value of 1234567",
                                                "/c: must have at least 1234 items but found 0"));
                assertThat(refusal("{\"type\":7}")).as(tag).contains("does not have a value in the enumeration");
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
