package dev.agenthub.api;

import java.util.List;

/**
 * A scope that is needed.
 *
 * @param scope as the provider writes it
 * @param required whether the service needs it itself, so that nothing works without it
 * @param tools which tools need it, each as agent and tool
 */
public record NeededScope(String scope, boolean required, List<ScopeUser> tools) {

    public NeededScope {
        scope = Check.present("scope", scope);
        tools = Check.list("tools", tools);
    }
}
