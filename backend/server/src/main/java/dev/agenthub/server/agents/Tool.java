package dev.agenthub.server.agents;

import dev.agenthub.evidence.hash.Hash;

/**
 * One of an agent's tools and where its calls go.
 *
 * @param digest of the definition's stored bytes
 * @param baseUrl the connector's
 */
public record Tool(ToolDefinition definition, Hash digest, String baseUrl, boolean connectorEnabled) {}
