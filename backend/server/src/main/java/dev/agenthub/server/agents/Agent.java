package dev.agenthub.server.agents;

import java.util.UUID;

/**
 * An installed agent's current row.
 *
 * @param owner the member who answers for it
 * @param policy the policy that decides its requests
 */
public record Agent(UUID id, String name, UUID workspace, UUID owner, UUID policy, boolean enabled) {}
