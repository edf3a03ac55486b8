package dev.agenthub.server.agents;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.KnownMembers;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads a manifest as a person wrote it, with names, into one that means exactly one thing, with ids. */
final class ManifestReader {
    private static final String VERSION = "agenthub/manifest/v1";
    private static final Set<String> MEMBERS = Set.of("v", "name", "workspace", "policy", "owner", "tools");
    private static final int MOST_TOOLS = 200;
    private static final int LONGEST_NAME = 200;

    private final Handle handle;
    private final UUID org;

    ManifestReader(Handle handle, UUID org) {
        this.handle = handle;
        this.org = org;
    }

    /**
     * Reads a manifest.
     *
     * @param installer who owns the agent where the manifest names nobody
     * @throws RefusedException MANIFEST_INVALID, saying what is wrong
     */
    Agents.Manifest read(JsonObject manifest, UUID installer) {
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
            return new Agents.Manifest(name(manifest), workspace, owner, policy,
                    tools(manifest.array("tools").items(), workspace));
        } catch (EvidenceException e) {
            throw invalid(String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            throw e.code() == ErrorCode.REQUEST_MALFORMED ? invalid(String.valueOf(e.detail())) : e;
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

    private List<ToolDefinition> tools(List<JsonValue> given, UUID workspace) {
        if (given.isEmpty() || given.size() > MOST_TOOLS) {
            throw invalid("An agent has 1 to " + MOST_TOOLS + " tools");
        }
        List<ToolDefinition> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonValue value : given) {
            if (!(value instanceof JsonObject written)) {
                throw invalid("A tool is an object");
            }
            ToolDefinition tool = tool(new WrittenTool(written, "/tools/" + tools.size()), workspace);
            if (!named(tool.name()) || !names.add(tool.name())) {
                throw invalid("Every tool has a name of its own, at most 200 characters long");
            }
            tools.add(tool);
        }
        return tools;
    }

    private ToolDefinition tool(WrittenTool of, UUID workspace) {
        UUID connector = one("connector", of.tool().string("connector"), """
                select id from connector
                 where org_id = :org and workspace_id = :within and (name = :text or id::text = lower(:text))
                """, workspace);
        ToolDefinition tool = of.over(connector);
        byte[] definition = handle.createQuery("""
                select definition from connector where org_id = :org and id = :connector and client_id is not null
                """).bind("org", org).bind("connector", connector).mapTo(byte[].class).findOne().orElse(null);
        if (definition == null) {
            requireScopes(tool, granted(connector), "which the connection of its connector was not granted");
        } else {
            // What is not granted yet is asked for when somebody authorizes it again.
            List<String> offered = offered(definition);
            if (!offered.isEmpty()) {
                requireScopes(tool, offered, "which the service of its connector does not offer");
            }
        }
        return tool;
    }

    private static void requireScopes(ToolDefinition tool, List<String> possible, String otherwise) {
        tool.scopes().stream().filter(scope -> !possible.contains(scope)).findFirst().ifPresent(scope -> {
            throw invalid("The tool " + tool.name() + " needs the scope " + scope + ", " + otherwise);
        });
    }

    private List<String> granted(UUID connector) {
        return handle.createQuery(
                "select distinct unnest(scopes) from connection where org_id = :org and connector_id = :connector")
                .bind("org", org).bind("connector", connector).mapTo(String.class).list();
    }

    private static List<String> offered(byte[] definition) {
        JsonObject service = (JsonObject) JsonValue.parse(definition);
        return service.get("scopes") == null
                ? List.of()
                : service.array("scopes").items().stream().map(scope -> ((JsonObject) scope).string("name")).toList();
    }

    private UUID one(String what, String text, String query) {
        return one(what, text, query, null);
    }

    private UUID one(String what, String text, String query, @Nullable UUID within) {
        var asked = handle.createQuery(query).bind("org", org).bind("text", text);
        List<UUID> found = (within == null ? asked : asked.bind("within", within))
                .map((row, _) -> Rows.uuid(row, "id")).list();
        return Optional.of(found).filter(ids -> ids.size() == 1).map(List::getFirst)
                .orElseThrow(() -> invalid("There is no " + what + " of that name or id here"));
    }

    static RefusedException invalid(String detail) {
        return new RefusedException(ErrorCode.MANIFEST_INVALID, detail.endsWith(".") ? detail : detail + ".");
    }
}
