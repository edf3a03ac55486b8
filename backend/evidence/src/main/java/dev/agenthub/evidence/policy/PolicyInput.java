package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.canonical.JsonObject;
import java.util.UUID;

/**
 * The input of a policy's evaluation: an agent's action with a tool in a workspace.
 *
 * @param risk the tool's: low, medium or high; empty in a replay, where it is not known
 * @param action the payload (SPEC.md §2), or as much of it as conditions may look at ({@link Pointer#ROOTS})
 */
public record PolicyInput(UUID workspace, UUID agent, String tool, UUID connector, String risk, JsonObject action) {}
