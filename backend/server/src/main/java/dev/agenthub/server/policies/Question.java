package dev.agenthub.server.policies;

import dev.agenthub.api.Risk;
import java.util.UUID;

/** What is asked of a policy: may this agent use this tool here. */
public record Question(UUID workspace, UUID agent, String tool, Risk risk) {}
