package dev.agenthub.server.agents;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes the rows of installed agents, their keys and their tools. */
public final class Agents {

    private static final String SELECT = """
            select id, name, workspace_id, owner_id, policy_id, enabled, manifest_digest from agent
            """;

    private Agents() {}

    public static Optional<Agent> find(Handle handle, UUID org, UUID agent) {
        return handle.createQuery(SELECT + "where org_id = :org and id = :id")
                .bind("org", org).bind("id", agent)
                .map((row, _) -> agent(row))
                .findOne();
    }

    /** Locks an agent until this transaction ends, so that it, its tools and its keys cannot be changed. */
    public static void hold(Handle handle, UUID org, UUID agent) {
        handle.createQuery("select id from agent where org_id = :org and id = :id for share").bind("org", org)
                .bind("id", agent).mapTo(UUID.class).list();
    }

    private static Agent agent(ResultSet row) throws SQLException {
        return new Agent(Rows.uuid(row, "id"), row.getString("name"), Rows.uuid(row, "workspace_id"),
                Rows.uuid(row, "owner_id"), Rows.uuid(row, "policy_id"), row.getBoolean("enabled"));
    }

    public static Optional<InstalledTool> tool(Handle handle, UUID org, UUID agent, String name) {
        return handle.createQuery("""
                select t.definition, c.base_url, c.enabled
                  from agent_tool t join connector c on c.org_id = t.org_id and c.id = t.connector_id
                 where t.org_id = :org and t.agent_id = :agent and t.name = :name
                """)
                .bind("org", org).bind("agent", agent).bind("name", name)
                .map((row, _) -> new InstalledTool(ToolDefinition.parse(row.getBytes("definition")),
                        Hash.sha256(row.getBytes("definition")),
                        row.getString("base_url"), row.getBoolean("enabled")))
                .findOne();
    }

    /**
     * The definition that a tool of the agent has now or had under an earlier manifest, by its digest in hex; empty where it was not kept.
     */
    public static Optional<String> definition(Handle handle, UUID org, UUID agent, String digest) {
        return handle.createQuery("""
                select convert_from(definition, 'UTF8') from (
                    select definition, digest from agent_tool where org_id = :org and agent_id = :agent
                    union all
                    select definition, digest from earlier_tool where org_id = :org and agent_id = :agent) kept
                 where encode(digest, 'hex') = :digest limit 1
                """)
                .bind("org", org).bind("agent", agent).bind("digest", digest).mapTo(String.class).findOne();
    }

    /**
     * Installs an agent with its tools.
     *
     * @return the agent and the event to append
     */
    public static Installed install(Handle handle, UUID org, Manifest manifest, Actor by) {
        return install(handle, org, Ids.next(), manifest, by);
    }

    /** As {@link #install(Handle, UUID, Manifest, Actor)}, with a given id. */
    static Installed install(Handle handle, UUID org, UUID id, Manifest manifest, Actor by) {
        Agent agent = new Agent(id, manifest.name(), manifest.workspace(), manifest.owner(), manifest.policy(),
                true);
        byte[] document = manifest.document().canonicalBytes();
        handle.createUpdate("""
                insert into agent (org_id, id, workspace_id, name, owner_id, policy_id, manifest, manifest_digest)
                values (:org, :id, :workspace, :name, :owner, :policy, :manifest, :digest)
                """)
                .bind("org", org).bind("id", agent.id()).bind("workspace", agent.workspace()).bind("name", agent.name())
                .bind("owner", agent.owner()).bind("policy", agent.policy()).bind("manifest", document)
                .bind("digest", manifest.digest().bytes()).execute();
        storeTools(handle, org, agent.id(), manifest.tools());
        return new Installed(agent, event(EventType.AGENT_INSTALLED, agent, manifest, by));
    }

    /**
     * Replaces an agent's manifest; its workspace and its owner stay.
     *
     * @return the event to append
     */
    static EventDraft update(Handle handle, UUID org, Agent agent, Manifest manifest, Actor by) {
        handle.createUpdate("""
                update agent set name = :name, policy_id = :policy, manifest = :manifest, manifest_digest = :digest
                 where org_id = :org and id = :id
                """)
                .bind("org", org).bind("id", agent.id()).bind("name", manifest.name()).bind("policy", manifest.policy())
                .bind("manifest", manifest.document().canonicalBytes()).bind("digest", manifest.digest().bytes())
                .execute();
        handle.createUpdate("""
                insert into earlier_tool (org_id, agent_id, digest, definition)
                select org_id, agent_id, digest, definition from agent_tool where org_id = :org and agent_id = :agent
                    on conflict do nothing
                """).bind("org", org).bind("agent", agent.id()).execute();
        handle.createUpdate("delete from agent_tool where org_id = :org and agent_id = :agent")
                .bind("org", org).bind("agent", agent.id()).execute();
        storeTools(handle, org, agent.id(), manifest.tools());
        return event(EventType.AGENT_UPDATED, agent, manifest, by);
    }

    private static void storeTools(Handle handle, UUID org, UUID agent, List<ToolDefinition> tools) {
        for (ToolDefinition tool : tools) {
            handle.createUpdate("""
                    insert into agent_tool (org_id, agent_id, name, connector_id, definition, digest, risk)
                    values (:org, :agent, :name, :connector, :definition, :digest, :risk)
                    """)
                    .bind("org", org).bind("agent", agent).bind("name", tool.name())
                    .bind("connector", tool.connector())
                    .bind("definition", tool.document().canonicalBytes()).bind("digest", tool.digest().bytes())
                    .bind("risk", tool.risk().toString()).execute();
        }
    }

    /** The stored manifest of an installed agent. */
    static Manifest manifest(Handle handle, UUID org, Agent agent) {
        List<ToolDefinition> tools = handle.createQuery(
                "select definition from agent_tool where org_id = :org and agent_id = :agent order by name")
                .bind("org", org).bind("agent", agent.id())
                .map((row, _) -> ToolDefinition.parse(row.getBytes("definition"))).list();
        return new Manifest(agent.name(), agent.workspace(), agent.owner(), agent.policy(), tools);
    }

    static EventDraft event(String type, Agent agent, Manifest manifest, Actor by) {
        return event(type, agent, manifest.digest(),
                manifest.tools().stream().map(tool -> tool(tool.name(), tool.digest(), tool.risk().toString()))
                        .toList(),
                by);
    }

    private static EventDraft event(String type, Agent agent, Hash manifestDigest, List<JsonValue> tools, Actor by) {
        JsonObject data = JsonObject.builder().put("agent", agent.id().toString())
                .put("manifestDigest", manifestDigest.hex())
                .put("owner", agent.owner().toString())
                .put("tools", new JsonArray(tools)).build();
        return new EventDraft(type, by, new Subject(agent.id().toString(), "agent"), agent.workspace(), data);
    }

    /** One tool as events have it; the risk is included because rules match on it and no payload has it. */
    private static JsonValue tool(String name, Hash digest, String risk) {
        return JsonObject.builder().put("digest", digest.hex()).put("name", name).put("risk", risk).build();
    }

    /**
     * The events with which a new incarnation of the log begins: each installed agent,
     * whether it is disabled, and the members who were shown one of its valid keys.
     */
    public static List<EventDraft> stateEvents(Handle handle, UUID org, Actor by) {
        List<EventDraft> drafts = new ArrayList<>();
        handle.createQuery(SELECT + "where org_id = :org order by id").bind("org", org)
                .map((row, _) -> Map.entry(agent(row), Rows.hash(row, "manifest_digest")))
                .forEach(found -> {
                    Agent agent = found.getKey();
                    drafts.add(event(EventType.AGENT_INSTALLED, agent, found.getValue(),
                            tools(handle, org, agent.id()), by));
                    if (!agent.enabled()) {
                        drafts.add(event(EventType.AGENT_DISABLED, agent, found.getValue(), List.of(), by));
                    }
                    drafts.addAll(keysShown(handle, org, agent, by));
                });
        return drafts;
    }

    private static List<EventDraft> keysShown(Handle handle, UUID org, Agent agent, Actor by) {
        return handle.createQuery("""
                select id, shown_to from agent_key
                 where org_id = :org and agent_id = :agent and revoked_at is null and shown_to is not null order by id
                """)
                .bind("org", org).bind("agent", agent.id())
                .map((row, _) -> keyIssued(agent, Rows.uuid(row, "id"), by, Rows.uuid(row, "shown_to"))).list();
    }

    private static List<JsonValue> tools(Handle handle, UUID org, UUID agent) {
        return handle.createQuery(
                "select name, digest, risk from agent_tool where org_id = :org and agent_id = :agent order by name")
                .bind("org", org).bind("agent", agent)
                .map((row, _) -> tool(row.getString("name"), Rows.hash(row, "digest"), row.getString("risk"))).list();
    }

    /** Issues a key for an agent that the backend itself uses; it is shown to nobody. */
    public static SecretBytes issueKey(Handle handle, UUID org, UUID agent) {
        return issueKey(handle, org, agent, null).text();
    }

    /**
     * Issues a key that is shown once.
     *
     * @param shownTo the member who sees it, can speak for the agent from now on, and so cannot approve its requests; null for nobody
     */
    static Token issueKey(Handle handle, UUID org, UUID agent, @Nullable UUID shownTo) {
        Token token = Token.issue(Token.Kind.AGENT, org);
        handle.createUpdate(
                """
                        insert into agent_key (org_id, id, agent_id, secret_hash, shown_to) values (:org, :id, :agent, :hash, cast(:shown as uuid))
                        """)
                .bind("org", org).bind("id", token.id()).bind("agent", agent).bind("hash", token.hash())
                .bind("shown", shownTo).execute();
        return token;
    }

    static EventDraft keyIssued(Agent agent, UUID key, Actor by, UUID shownTo) {
        return keyEvent(EventType.AGENT_KEY_ISSUED, agent, by,
                JsonObject.builder().put("key", key.toString()).put("shownTo", shownTo.toString()));
    }

    static EventDraft keyRevoked(Agent agent, UUID key, Actor by) {
        return keyEvent(EventType.AGENT_KEY_REVOKED, agent, by, JsonObject.builder().put("key", key.toString()));
    }

    private static EventDraft keyEvent(String type, Agent agent, Actor by, JsonObject.Builder data) {
        return new EventDraft(type, by, new Subject(agent.id().toString(), "agent"), agent.workspace(),
                data.put("agent", agent.id().toString()).build());
    }

    /** What an agent is installed from: name, workspace, owner, policy and tools. */
    public record Manifest(String name, UUID workspace, UUID owner, UUID policy, List<ToolDefinition> tools) {

        public Manifest {
            // Sorted by name, so that the digest does not depend on the order in which tools were written.
            tools = tools.stream().sorted(Comparator.comparing(ToolDefinition::name)).toList();
        }

        /** SHA-256 of the canonical document, as previews show it and the agent's events name it. */
        public Hash digest() {
            return Hash.sha256(document().canonicalBytes());
        }

        public JsonObject document() {
            return JsonObject.builder().put("name", name).put("owner", owner.toString())
                    .put("policy", policy.toString())
                    .put("tools", new JsonArray(tools.stream().<JsonValue>map(ToolDefinition::document).toList()))
                    .put("v", "agenthub/manifest/v1").put("workspace", workspace.toString())
                    .build();
        }
    }

    /** A new agent and the event to append. */
    public record Installed(Agent agent, EventDraft event) {}
}
