package dev.agenthub.server.agents;

import dev.agenthub.evidence.hash.Hash;

/**
 * A tool of an installed agent, and the address that its calls go to.
 *
 * @param digest of the definition's stored bytes
 * @param baseUrl the connector's
 */
public record InstalledTool(ToolDefinition definition, Hash digest, String baseUrl, boolean connectorEnabled) {}
