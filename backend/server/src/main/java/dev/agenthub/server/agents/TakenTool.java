package dev.agenthub.server.agents;

import dev.agenthub.api.Risk;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.KnownMembers;
import dev.agenthub.server.common.RefusedException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a manifest takes from a service instead of defining it:
 * {@code {"name":"issues.create","from":"github/issues.create","connector":"…"}}.
 *
 * @param at the JSON Pointer to it in the manifest
 */
record TakenTool(JsonObject written, String at) {
    private static final String FROM = "from";
    private static final String RISK = "risk";
    private static final Set<String> MEMBERS = Set.of("name", FROM, "connector", RISK);

    /**
     * The connector that the tool's calls go through.
     *
     * @param definition of its service; null where only the address is known
     * @param isOwn whether an administrator provided the definition, which then counts before a catalog's of the same name
     */
    record Through(String baseUrl, @Nullable JsonObject definition, boolean isOwn) {}

    /**
     * Refuses unknown members: all else is in the service's definition.
     *
     * @throws RefusedException REQUEST_MALFORMED or MANIFEST_INVALID, beginning with the place
     */
    TakenTool {
        KnownMembers.require(written, at, MEMBERS);
        if (written.string(FROM).indexOf('/') < 1) {
            throw fault(at, FROM, "a tool of a service is expected, as in github/issues.create");
        }
    }

    /** Whether a manifest's tool is taken from a service. */
    static boolean is(JsonObject written) {
        return written.get(FROM) != null;
    }

    /** Service and tool name, {@code github/issues.create}. */
    String from() {
        return written.string(FROM);
    }

    /**
     * The full tool, as if the manifest had defined it.
     *
     * @throws RefusedException MANIFEST_INVALID, beginning with the place of the fault
     */
    WrittenTool resolve(OfferedServices services, Through through) {
        String service = from().substring(0, from().indexOf('/'));
        Optional<JsonObject> kept = Optional.ofNullable(through.definition())
                .filter(stored -> stored.string("name").equals(service));
        JsonObject definition = kept.filter(_ -> through.isOwn()).or(() -> services.document(service)).or(() -> kept)
                .orElseThrow(() -> fault(at, FROM, "there is no service of the name " + service));
        requireSame(definition, through);
        JsonObject tool = tool(definition, from().substring(service.length() + 1));
        JsonObject.Builder resolved = JsonObject.builder();
        tool.members().forEach((name, value) -> {
            if (!name.equals("name") && !name.equals(RISK)) {
                resolved.put(name, value);
            }
        });
        return new WrittenTool(resolved.put("name", written.string("name"))
                .put("connector", written.string("connector")).put(RISK, risk(tool.string(RISK))).build(), at);
    }

    private void requireSame(JsonObject definition, Through through) {
        JsonObject kept = through.definition();
        if (kept != null) {
            if (!kept.string("name").equals(definition.string("name"))) {
                throw fault(at, "connector", "it leads to " + kept.string("name") + ", another service");
            }
        } else if (!leadsTo(definition, through.baseUrl())) {
            throw fault(at, "connector", "its address is not one of " + definition.string("name"));
        }
    }

    /** A connection made with a key alone has no service name; it is recognized by its address. */
    private static boolean leadsTo(JsonObject definition, String address) {
        if (definition.get("baseUrl") instanceof JsonString(String baseUrl)) {
            return withoutSlash(baseUrl).equals(withoutSlash(address));
        }
        String host = URI.create(address).getHost();
        return definition.get("hosts") != null && definition.array("hosts").items().contains(new JsonString(host));
    }

    private static String withoutSlash(String address) {
        return address.replaceFirst("/$", "");
    }

    private JsonObject tool(JsonObject definition, String name) {
        List<JsonValue> tools = definition.get("tools") == null ? List.of() : definition.array("tools").items();
        return tools.stream().map(JsonObject.class::cast).filter(tool -> tool.string("name").equals(name)).findFirst()
                .orElseThrow(() -> fault(at, FROM, definition.string("name") + " has no such tool. It has: "
                        + tools.stream().map(tool -> ((JsonObject) tool).string("name"))
                                .collect(Collectors.joining(", "))));
    }

    /** The tool's risk: the manifest may raise the service's, never lower it. */
    private String risk(String least) {
        if (written.get(RISK) == null) {
            return least;
        }
        String wanted = written.string(RISK);
        Risk service = Risk.valueOf(least.toUpperCase(Locale.ROOT));
        return Arrays.stream(Risk.values()).filter(risk -> risk.compareTo(service) >= 0).map(Risk::toString)
                .filter(wanted::equals).findFirst()
                .orElseThrow(() -> fault(at, RISK, "it is " + least + " or more, as the service says"));
    }

    private static RefusedException fault(String at, String member, String sentence) {
        return ManifestReader.invalid("\"" + at + "/" + member + "\": " + sentence);
    }
}
