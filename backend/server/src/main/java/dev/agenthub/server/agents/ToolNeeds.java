package dev.agenthub.server.agents;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads which scopes and authorization details the tools of an organization's agents need. */
public final class ToolNeeds {

    /**
     * A tool and the permissions that it needs.
     *
     * @param agent the name of an agent that has the tool
     */
    public record Need(Permissions needs, String tool, String agent) {}

    private ToolNeeds() {}

    /** The permissions that one tool of an agent needs. */
    public static Permissions of(Handle handle, UUID org, UUID agent, String tool) {
        return Agents.tool(handle, org, agent, tool).map(found -> found.definition().needs()).orElse(Permissions.NONE);
    }

    /** The permissions that tools of enabled agents need at a connector, by agent and tool. */
    public static List<Need> of(Handle handle, UUID org, UUID connector) {
        return handle.createQuery("""
                select a.name, t.definition
                  from agent_tool t join agent a on a.org_id = t.org_id and a.id = t.agent_id
                 where t.org_id = :org and t.connector_id = :connector and a.enabled
                 order by a.name, a.id, t.name
                """)
                .bind("org", org).bind("connector", connector)
                .map((row, _) -> {
                    ToolDefinition tool = ToolDefinition.parse(row.getBytes("definition"));
                    return new Need(tool.needs(), tool.name(), row.getString("name"));
                })
                .list();
    }
}
