package dev.agenthub.server.agents;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which scopes the tools of an organization's agents need. */
public final class ScopeNeeds {

    /**
     * A tool that needs a scope.
     *
     * @param agent the name of an agent that has it
     */
    public record Need(String scope, String tool, String agent) {}

    private ScopeNeeds() {}

    /** What one tool of an agent needs. */
    public static List<String> of(Handle handle, UUID org, UUID agent, String tool) {
        return Agents.tool(handle, org, agent, tool).map(found -> found.definition().scopes()).orElse(List.of());
    }

    /** What the tools of enabled agents need of a connector, by scope, tool and agent. */
    public static List<Need> of(Handle handle, UUID org, UUID connector) {
        record Row(String agent, ToolDefinition tool) {}
        return handle.createQuery("""
                select a.name, t.definition
                  from agent_tool t join agent a on a.org_id = t.org_id and a.id = t.agent_id
                 where t.org_id = :org and t.connector_id = :connector and a.enabled
                 order by a.name, a.id, t.name
                """)
                .bind("org", org).bind("connector", connector)
                .map((row, _) -> new Row(row.getString("name"), ToolDefinition.parse(row.getBytes("definition"))))
                .list().stream()
                .flatMap(row -> row.tool().scopes().stream()
                        .map(scope -> new Need(scope, row.tool().name(), row.agent())))
                .toList();
    }
}
