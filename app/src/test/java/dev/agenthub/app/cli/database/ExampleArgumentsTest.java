package dev.agenthub.app.cli.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Risk;
import dev.agenthub.api.Tool;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.agents.ArgumentSchemas;
import dev.agenthub.server.agents.ToolDefinition;
import dev.agenthub.server.connectors.catalog.Catalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The example arguments that setup prints. */
class ExampleArgumentsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'type':'object','required':['a'],'properties':{'a':{'type':'string','minLength':9},'b':{'type':'null'}}} | {'a':'exampleex'}",
            "{'type':'string','maxLength':3} | 'exa'", "{'enum':['x','y']} | 'x'",
            "{'type':['integer','null'],'minimum':5} | 5",
            "{'type':'integer','maximum':0} | 0",
            "{'type':'array','minItems':2,'items':{'type':'boolean'}} | [true,true]",
            "{'type':'number','default':2.5} | 2.5", "{} | {}",
            "{'type':'string','format':'date-time'} | '2027-01-15T09:30:00Z'",
            "{'type':'string','format':'email','minLength':3} | 'name@example.com'",
            "{'type':'string','format':'unheard-of'} | 'example'",
            "{'required':['a'],'properties':{'a':{'$ref':'#/$defs/b'}},'$defs':{'b':{'const':7}}} | {'a':7}"}, quoteCharacter = '`')
    void fitTheSchemaTheyAreMadeFrom(String schema, String example) {
        assertThat(ExampleArguments.of(JSON.readTree(schema.replace('\'', '"'))))
                .isEqualTo(JSON.readTree(example.replace('\'', '"')));
    }

    @Test
    void endWhereNoArgumentsWouldDo() {
        for (String schema : List.of("{'$ref':'#'}", "{'required':['a'],'properties':{'a':{'$ref':'#'}}}")) {
            assertThat(ExampleArguments.of(JSON.readTree(schema.replace('\'', '"'))).isObject()).isTrue();
        }
    }

    static Stream<Arguments> shippedTools() {
        return Catalog.builtIn().all().stream().flatMap(service -> service.tools().stream()
                .map(tool -> Arguments.of(service.name() + "/" + tool.string("name"), tool)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shippedTools")
    void areAcceptedForEveryToolOfTheCatalog(String from, JsonObject written) {
        JsonObject.Builder complete = JsonObject.builder().put("connector", new UUID(0, 0).toString());
        written.members().forEach(complete::put);
        ToolDefinition tool = ToolDefinition.of(complete.build());
        ManifestFile manifest = ManifestFile.of(Path.of("agent.json"), ("""
                {"tools":[{"name":"taken","from":"%s","connector":"Service"}]}""".formatted(from)).getBytes(UTF_8));
        Map<String, Object> schema = JSON.readerForMapOf(Object.class).readValue(tool.schema().canonicalBytes());

        JsonObject request = (JsonObject) JsonValue.parse(manifest
                .request(List.of(new Tool("taken", "Taken", Risk.LOW, schema, null)), "first").getBytes(UTF_8));

        assertThat(request.get("tool")).isEqualTo(new JsonString("taken"));
        JsonObject arguments = request.object("arguments");
        assertThat(new ArgumentSchemas().check(tool, arguments)).isNotNull();
    }
}
