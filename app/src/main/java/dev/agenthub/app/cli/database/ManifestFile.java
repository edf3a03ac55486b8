package dev.agenthub.app.cli.database;

import dev.agenthub.api.Tool;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Output;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The fields of an agent's manifest file that setup needs. The backend validates the manifest. */
final class ManifestFile {
    /** The code of a file that is no manifest; the backend uses it, too. */
    static final String INVALID = "MANIFEST_INVALID";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String EXAMPLE = """
            {"v": "agenthub/manifest/v1", "name": "First agent",
             "tools": [{"name": "message.send", "title": "Send {text}", "risk": "low", "scopes": [],
               "schema": {"type": "object", "required": ["text"], "additionalProperties": false,
                 "properties": {"text": {"type": "string", "examples": ["Hello"]}}},
               "call": {"http": {"method": "POST", "path": "/messages", "body": {"text": {"$arg": "/text"}}}}}]}
            """;

    private final byte[] bytes;
    private final JsonNode content;

    private ManifestFile(byte[] bytes, JsonNode content) {
        this.bytes = bytes;
        this.content = content;
    }

    static ManifestFile of(Path file, byte[] bytes) {
        try {
            return new ManifestFile(bytes, JSON.readTree(bytes));
        } catch (JacksonException e) {
            throw CommandFailure.notDone(INVALID, file + " is not JSON.");
        }
    }

    /** Writes an example manifest with one tool. */
    static ManifestFile example(Path file, SetupNames names) {
        ObjectNode manifest = (ObjectNode) JSON.readTree(EXAMPLE);
        manifest.put("workspace", names.workspace()).put("policy", names.policy());
        ((ObjectNode) manifest.path("tools").path(0)).put("connector", names.connection());
        byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
        try {
            DurableFile.writePrivately(file, bytes);
        } catch (IOException e) {
            throw Output.unwritable(file, e);
        }
        return new ManifestFile(bytes, manifest);
    }

    /** The unchanged bytes, as sent to the backend. */
    byte[] bytes() {
        return bytes.clone();
    }

    String name() {
        return content.path("name").asString("");
    }

    String workspace() {
        return content.path("workspace").asString("");
    }

    /** The workspace, policy and connection that the manifest names; those in {@code otherwise} where it names none. */
    SetupNames names(SetupNames otherwise) {
        return new SetupNames(content.path("workspace").asString(otherwise.workspace()),
                content.path("policy").asString(otherwise.policy()),
                tool().path("connector").asString(otherwise.connection()));
    }

    /**
     * A request for its first tool, as an agent submits it.
     *
     * @param tools the agent's tools, of which a manifest that takes one from a service says only the name
     */
    String request(List<Tool> tools, String idempotencyKey) {
        String name = tool().path("name").asString("");
        JsonNode schema = tools.stream().filter(one -> one.name().equals(name)).findFirst()
                .<JsonNode>map(one -> JSON.valueToTree(one.schema())).orElseGet(() -> tool().path("schema"));
        ObjectNode request = JSON.createObjectNode();
        request.put("tool", name);
        request.set("arguments", ExampleArguments.of(schema));
        request.put("idempotencyKey", idempotencyKey);
        return JSON.writeValueAsString(request);
    }

    private JsonNode tool() {
        return content.path("tools").path(0);
    }
}
