package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.canonical.JsonObject;
import java.util.UUID;

/**
 * What is asked of a policy: may this agent do this with this tool here.
 *
 * @param risk the tool's: low, medium or high; empty for a later look at what was asked, where it is not known
 * @param action the payload (EVIDENCE.md §2), or as much of it as conditions may look at ({@link Pointer#ROOTS})
 */
public record PolicyInput(UUID workspace, UUID agent, String tool, UUID connector, String risk, JsonObject action) {}
