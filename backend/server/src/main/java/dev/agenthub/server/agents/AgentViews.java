package dev.agenthub.server.agents;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.AgentKey;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.AgentTool;
import dev.agenthub.api.SentAttachments;
import dev.agenthub.api.Tool;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonBoolean;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Builds the API's views of manifests and agents. Works in the caller's transaction. */
final class AgentViews {
    private final Handle handle;
    private final UUID org;

    AgentViews(Handle handle, UUID org) {
        this.handle = handle;
        this.org = org;
    }

    /** A preview of a manifest, with its differences from the installed one; {@code before} is null for a new agent. */
    AgentPreview preview(ManifestReader.Read read, Agents.@Nullable Manifest before) {
        return preview(read.manifest(), read.origins(), before);
    }

    private AgentPreview preview(Agents.Manifest manifest, Map<String, String> origins,
            Agents.@Nullable Manifest before) {
        return new AgentPreview(manifest.name(), manifest.workspace(),
                name("select name from workspace where org_id = :org and id = :id", manifest.workspace()),
                manifest.owner(), name("select name from member where org_id = :org and id = :id", manifest.owner()),
                manifest.policy(),
                name("select name from policy where org_id = :org and id = :id", manifest.policy()),
                manifest.digest().hex(),
                manifest.tools().stream().map(tool -> tool(tool, origins.get(tool.name()))).toList(),
                before == null ? List.of() : ManifestDiff.between(before.document(), manifest.document()));
    }

    AgentDetail detail(UUID agent) {
        Agent found = Agents.find(handle, org, agent).orElseThrow();
        return new AgentDetail(agent, found.enabled(), preview(Agents.manifest(handle, org, found), Map.of(), null),
                keys(agent));
    }

    Agents.Manifest manifest(UUID agent) {
        return Agents.manifest(handle, org, Agents.find(handle, org, agent).orElseThrow());
    }

    String digest(UUID agent) {
        return manifest(agent).digest().hex();
    }

    private AgentTool tool(ToolDefinition tool, @Nullable String from) {
        JsonObject arguments = tool.schema().get("properties") instanceof JsonObject properties
                ? properties
                : JsonObject.builder().build();
        return handle.createQuery("select name, base_url from connector where org_id = :org and id = :id")
                .bind("org", org).bind("id", tool.connector())
                .map((row, _) -> new AgentTool(tool.name(), tool.title().text(), tool.risk(), tool.connector(),
                        row.getString("name"), tool.call().method(),
                        row.getString("base_url").replaceFirst("/$", "") + tool.call().path(), tool.needs().scopes(),
                        AuthorizationDetail.texts(tool.needs().details()),
                        List.copyOf(arguments.members().keySet()), shown(tool.call().attachments()),
                        from, tool.digest().hex()))
                .one();
    }

    /** The tools as the agent itself sees them: without connectors and addresses. */
    List<Tool> tools(UUID agent) {
        return manifest(agent).tools().stream().map(tool -> new Tool(tool.name(), tool.title().text(), tool.risk(),
                plain(tool.schema()), shown(tool.call().attachments()))).toList();
    }

    private static Map<String, @Nullable Object> plain(JsonObject object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        object.members().forEach((name, value) -> members.put(name, plain(value)));
        return members;
    }

    private static @Nullable Object plain(JsonValue value) {
        return switch (value) {
            case JsonObject object -> plain(object);
            case JsonArray(List<JsonValue> items) -> items.stream().map(AgentViews::plain).collect(Collectors.toList());
            case JsonString(String text) -> text;
            case JsonBoolean(boolean yes) -> yes;
            case JsonNumber number -> number.decimal();
            case JsonNull _ -> null;
        };
    }

    private static @Nullable SentAttachments shown(@Nullable AttachmentForm attachments) {
        return attachments == null ? null : attachments.shown();
    }

    private String name(String select, UUID id) {
        return handle.createQuery(select).bind("org", org).bind("id", id).mapTo(String.class).one();
    }

    private List<AgentKey> keys(UUID agent) {
        return handle.createQuery("""
                select id, created_at, revoked_at from agent_key where org_id = :org and agent_id = :agent order by id
                """)
                .bind("org", org).bind("agent", agent)
                .map((row, _) -> new AgentKey(Rows.uuid(row, "id"), Rows.instant(row, "created_at"),
                        Rows.instantOrNull(row, "revoked_at")))
                .list();
    }
}
