/** Connectors: the services that agents call through AgentHub, their encrypted credentials, and the HTTP client for the calls. */
@NullMarked
package dev.agenthub.server.connectors;

import org.jspecify.annotations.NullMarked;
