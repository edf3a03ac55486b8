package dev.agenthub.server.agents;

import dev.agenthub.evidence.hash.Hash;

/**
 * A tool of an installed agent, with its connector's address.
 *
 * @param digest SHA-256 of the definition's stored bytes
 * @param baseUrl the connector's
 */
public record InstalledTool(ToolDefinition definition, Hash digest, String baseUrl, boolean connectorEnabled) {}
