package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import dev.agenthub.server.common.KnownMembers;
import dev.agenthub.server.common.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A tool that a manifest defines itself. Refuses mistakes that would go unnoticed: unknown
 * members, and placeholders that no argument fills.
 *
 * @param at the JSON Pointer to it in the manifest
 */
public record WrittenTool(JsonObject tool, String at) {
    private static final Set<String> MEMBERS = Set.of("name", "title", "risk", "connector", "scopes", "schema", "call",
            AuthorizationDetail.MEMBER, Cost.MEMBER);
    private static final Set<String> COST = Set.of(Cost.AMOUNT, Cost.CURRENCY, Cost.MINOR_UNITS);
    private static final Set<String> CALL = Set.of("http");
    private static final Set<String> HTTP = Set.of("method", "path", "headers", "body", "form", AttachmentForm.MEMBER);
    private static final String HOLE = "$arg";

    /**
     * Refuses unknown members, so that a misspelt one is reported and not ignored.
     *
     * @throws RefusedException REQUEST_MALFORMED or MANIFEST_INVALID, beginning with the place
     */
    public WrittenTool {
        KnownMembers.require(tool, at, MEMBERS);
        try {
            AuthorizationDetail.list(new DocumentNode(tool, at).get(AuthorizationDetail.MEMBER));
        } catch (DocumentFault e) {
            throw ManifestReader.invalid("\"" + e.pointer() + "\": " + e.fault());
        }
        if (tool.get(Cost.MEMBER) instanceof JsonObject cost) {
            KnownMembers.require(cost, at + "/cost", COST);
        }
        if (tool.get("call") instanceof JsonObject call) {
            KnownMembers.require(call, at + "/call", CALL);
            if (call.get("http") instanceof JsonObject http) {
                KnownMembers.require(http, at + "/call/http", HTTP);
            }
        }
    }

    /**
     * The tool's definition with this connector.
     *
     * @throws RefusedException REQUEST_MALFORMED or MANIFEST_INVALID, naming the fault
     */
    public ToolDefinition over(UUID connector) {
        JsonObject.Builder definition = JsonObject.builder();
        tool.members().forEach((name, value) -> {
            if (!name.equals("connector")) {
                definition.put(name, value);
            }
        });
        ToolDefinition read = ToolDefinition.of(definition.put("connector", connector.toString()).build());
        ArgumentSchemas.requireSchema(read);
        requireFillableHoles();
        return read;
    }

    /** Refuses placeholders without an argument: each call would be refused, or be sent without the intended value. */
    private void requireFillableHoles() {
        JsonObject http = tool.object("call").object("http");
        requirePath(http.string("path"));
        for (String member : List.of("headers", "form")) {
            if (http.get(member) instanceof JsonObject fields) {
                String place = http() + "/" + member;
                fields.members()
                        .forEach((name, value) -> requireHoles(value, JsonPointer.child(place, name), true));
            }
        }
        JsonValue body = http.get("body");
        if (body != null) {
            requireHoles(body, http() + "/body", false);
        }
        if (tool.get(Cost.MEMBER) instanceof JsonObject cost) {
            for (String member : List.of(Cost.AMOUNT, Cost.CURRENCY)) {
                requireHoles(Objects.requireNonNull(cost.get(member)), at + "/cost/" + member, true);
            }
        }
    }

    private void requirePath(String path) {
        CallTemplate.PLACE.matcher(path).results()
                .forEach(hole -> requireArgument("/" + hole.group(1), hole.group(), http() + "/path", true));
        try {
            var _ = new URI("https://host.example" + CallTemplate.PLACE.matcher(path).replaceAll("x"));
        } catch (URISyntaxException _) {
            throw fault(http() + "/path", "this is no path of an address, or holds a brace that belongs to no hole");
        }
    }

    private void requireHoles(JsonValue template, String place, boolean oneText) {
        switch (template) {
            case JsonObject object when object.get(HOLE) != null -> {
                if (object.members().size() != 1 || !(object.get(HOLE) instanceof JsonString(String pointer))) {
                    throw fault(place, "a hole is {\"$arg\":\"<JSON Pointer>\"} and nothing beside it");
                }
                requireArgument(pointer, "{\"$arg\":\"" + pointer + "\"}", place, oneText);
            }
            case JsonObject object -> object.members()
                    .forEach((name, member) -> requireHoles(member, JsonPointer.child(place, name), false));
            case JsonArray(List<JsonValue> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    requireHoles(items.get(i), JsonPointer.item(place, i), false);
                }
            }
            default -> {
                // A constant, sent as it is.
            }
        }
    }

    private void requireArgument(String pointer, String hole, String place, boolean oneText) {
        switch (ArgumentPlace.of(tool.object("schema"), pointer)) {
            case ABSENT -> throw fault(place, "the tool's schema has no argument for the hole " + hole);
            case LIST_OR_OBJECT -> {
                if (oneText) {
                    throw fault(place,
                            "the argument for the hole " + hole + " is a list or an object, and there goes one text");
                }
            }
            case ANYTHING -> {
                // Whether the argument's type fits is checked at each call.
            }
        }
    }

    private String http() {
        return at + "/call/http";
    }

    private static RefusedException fault(String place, String sentence) {
        return ManifestReader.invalid("\"" + place + "\": " + sentence);
    }
}
