package dev.agenthub.api;

/**
 * A tool that needs a scope.
 *
 * @param agent the name of the agent whose tool it is
 * @param tool its name
 */
public record ScopeUser(String agent, String tool) {

    public ScopeUser {
        agent = Check.present("agent", agent);
        tool = Check.present("tool", tool);
    }
}
