package dev.agenthub.server.agents;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.KnownMembers;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads a manifest as a person writes it, with names, and resolves workspace, owner, policy and connectors to ids. */
final class ManifestReader {
    private static final String VERSION = "agenthub/manifest/v1";
    private static final Set<String> MEMBERS = Set.of("v", "name", "workspace", "policy", "owner", "tools");
    private static final int MOST_TOOLS = 200;
    private static final int LONGEST_NAME = 200;

    private final Handle handle;
    private final UUID org;
    private final OfferedServices services;

    /** Reads manifests that may take tools from these services, or from the service of a connection. */
    ManifestReader(Handle handle, UUID org, OfferedServices services) {
        this.handle = handle;
        this.org = org;
        this.services = services;
    }

    /**
     * A resolved manifest.
     *
     * @param origins by tool name, the service that the manifest takes the tool from
     */
    record Read(Agents.Manifest manifest, Map<String, String> origins) {}

    private record Connector(UUID id, TakenTool.Through service, boolean authorized, String header) {}

    /**
     * Reads a manifest.
     *
     * @param installer the agent's owner where the manifest names none
     * @throws RefusedException MANIFEST_INVALID, saying what is wrong
     */
    Read read(JsonObject manifest, UUID installer) {
        try {
            if (!manifest.string("v").equals(VERSION)) {
                throw invalid("A manifest says \"v\":\"" + VERSION + "\"");
            }
            KnownMembers.require(manifest, "", MEMBERS);
            UUID workspace = one("workspace", manifest.string("workspace"),
                    "select id from workspace where org_id = :org and (name = :text or id::text = lower(:text))");
            UUID policy = one("policy", manifest.string("policy"),
                    "select id from policy where org_id = :org and kind = 'action' and (name = :text or id::text = lower(:text))");
            String named = manifest.get("owner") == null ? installer.toString() : manifest.string("owner");
            UUID owner = one("owner", named,
                    "select id from member where org_id = :org and active and id::text = lower(:text)");
            Map<String, String> origins = new HashMap<>();
            return new Read(new Agents.Manifest(name(manifest), workspace, owner, policy,
                    tools(manifest.array("tools").items(), workspace, origins)), origins);
        } catch (EvidenceException e) {
            throw invalid(e.sentence());
        } catch (RefusedException e) {
            throw e.error() == ErrorCode.REQUEST_MALFORMED ? invalid(e.sentence()) : e;
        }
    }

    private static String name(JsonObject manifest) {
        String name = manifest.string("name");
        if (!named(name) || !name.equals(name.strip())) {
            throw invalid("name is 1 to 200 characters without spaces around them");
        }
        return name;
    }

    private static boolean named(String name) {
        return !name.isBlank() && name.codePointCount(0, name.length()) <= LONGEST_NAME;
    }

    private List<ToolDefinition> tools(List<JsonValue> given, UUID workspace, Map<String, String> origins) {
        if (given.isEmpty() || given.size() > MOST_TOOLS) {
            throw invalid("An agent has 1 to " + MOST_TOOLS + " tools");
        }
        List<ToolDefinition> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonValue value : given) {
            if (!(value instanceof JsonObject written)) {
                throw invalid("A tool is an object");
            }
            String at = JsonPointer.item("/tools", tools.size());
            ToolDefinition tool = tool(written, at, workspace);
            if (!named(tool.name()) || !names.add(tool.name())) {
                throw invalid("\"" + at + "/name\": every tool has a name of its own, at most 200 characters long");
            }
            if (TakenTool.is(written)) {
                origins.put(tool.name(), written.string("from"));
            }
            tools.add(tool);
        }
        return tools;
    }

    private ToolDefinition tool(JsonObject written, String at, UUID workspace) {
        Connector connector = connector(inWorkspace(written, at, workspace));
        JsonObject definition = connector.service().definition();
        WrittenTool whole = TakenTool.is(written)
                ? new TakenTool(written, at).resolve(services, connector.service())
                : new WrittenTool(written, at);
        ToolDefinition tool = whole.over(connector.id());
        tool.call().headers().keySet().stream().filter(connector.header()::equalsIgnoreCase).findFirst()
                .ifPresent(name -> {
                    throw invalid("\"" + JsonPointer.child(at + "/call/http/headers", name)
                            + "\": the connection sends its credential in this header");
                });
        if (definition == null || !connector.authorized()) {
            requireScopes(tool, granted(connector.id()), "which the connection of its connector was not granted");
            if (!tool.needs().details().isEmpty()) {
                throw invalid("The tool " + tool.name() + " needs authorization details, "
                        + "which only a connection has that is authorized at its provider");
            }
        } else {
            // A scope that is not granted yet is requested when the connection is next authorized.
            List<String> offered = offered(definition);
            if (!offered.isEmpty()) {
                requireScopes(tool, offered, "which the service of its connector does not offer");
            }
        }
        return tool;
    }

    private static void requireScopes(ToolDefinition tool, List<String> possible, String otherwise) {
        tool.needs().scopes().stream().filter(scope -> !possible.contains(scope)).findFirst().ifPresent(scope -> {
            throw invalid("The tool " + tool.name() + " needs the scope " + scope + ", " + otherwise);
        });
    }

    private List<String> granted(UUID connector) {
        return handle.createQuery(
                "select distinct unnest(scopes) from connection where org_id = :org and connector_id = :connector")
                .bind("org", org).bind("connector", connector).mapTo(String.class).list();
    }

    private Connector connector(UUID id) {
        return handle.createQuery("""
                select base_url, definition, own_definition, client_id is not null as authorized, header
                  from connector
                 where org_id = :org and id = :id
                """).bind("org", org).bind("id", id).map((row, _) -> {
            byte[] definition = row.getBytes("definition");
            return new Connector(id, new TakenTool.Through(row.getString("base_url"),
                    definition == null ? null : (JsonObject) JsonValue.parse(definition),
                    row.getBoolean("own_definition")), row.getBoolean("authorized"), row.getString("header"));
        }).one();
    }

    private static List<String> offered(JsonObject service) {
        return service.get("scopes") == null
                ? List.of()
                : service.array("scopes").items().stream().map(scope -> ((JsonObject) scope).string("name")).toList();
    }

    private UUID one(String what, String text, String query) {
        return only(handle.createQuery(query).bind("org", org).bind("text", text))
                .orElseThrow(() -> invalid("There is no " + what + " of that name or id here"));
    }

    /** The connector of a tool, which is of the agent's workspace: its credentials are for the agents there. */
    private UUID inWorkspace(JsonObject written, String at, UUID workspace) {
        return only(handle.createQuery("""
                select id from connector
                 where org_id = :org and workspace_id = :workspace and (name = :text or id::text = lower(:text))
                """).bind("org", org).bind("workspace", workspace).bind("text", written.string("connector")))
                .orElseThrow(() -> invalid("\"" + JsonPointer.child(at, "connector") + "\": the tool "
                        + written.string("name") + " names no connector of the agent's workspace"));
    }

    private static Optional<UUID> only(Query asked) {
        List<UUID> found = asked.map((row, _) -> Rows.uuid(row, "id")).list();
        return Optional.of(found).filter(ids -> ids.size() == 1).map(List::getFirst);
    }

    static RefusedException invalid(String detail) {
        return new RefusedException(ErrorCode.MANIFEST_INVALID, detail.endsWith(".") ? detail : detail + ".");
    }
}
