package dev.agenthub.server.agents;

import java.util.UUID;

/** An installed agent as it is now. */
public record Agent(UUID id, String name, UUID workspace, UUID owner, UUID policy, boolean enabled) {}
