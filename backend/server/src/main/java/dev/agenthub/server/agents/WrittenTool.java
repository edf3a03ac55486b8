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
    private static final String HEADERS = "headers";
    private static final Set<String> HTTP = Set.of("method", "path", HEADERS, "body", "form", AttachmentForm.MEMBER);
    private static final String HOLE = "$arg";
    private static final String ANY_BASE = "https://host.example";

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
        requireSendable();
        return read;
    }

    /** Refuses what each call would be refused with, or be sent without the intended value: such as placeholders without an argument. */
    private void requireSendable() {
        JsonObject http = tool.object("call").object("http");
        requirePath(http.string("path"));
        for (String member : List.of(HEADERS, "form")) {
            if (http.get(member) instanceof JsonObject fields) {
                String place = http() + "/" + member;
                fields.members()
                        .forEach((name, value) -> requireOneText(value, JsonPointer.child(place, name), member));
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
        if (!CallTemplate.isCallable(ANY_BASE, ANY_BASE + CallTemplate.PLACE.matcher(path).replaceAll("x"))) {
            throw fault(http() + "/path",
                    "this is no path as it would be sent, or holds a brace that belongs to no hole: "
                            + "other characters are percent-encoded, and there is neither a fragment nor a segment . or ..");
        }
    }

    /** Refuses a constant that no call could be sent with. */
    private void requireOneText(JsonValue value, String place, String member) {
        if (value instanceof JsonObject object && object.get(HOLE) != null) {
            requireHoles(value, place, true);
            return;
        }
        String text = CallTemplate.scalar(value);
        if (text == null) {
            throw fault(place, "there goes one text, number, true or false, or a hole for one");
        }
        if (member.equals(HEADERS) && !CallTemplate.isOneLine(text)) {
            throw fault(place, "a header takes one line of printable ASCII");
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
