/** Connectors: the services that agents call through AgentHub, how they are connected and disabled, and the way from a run to its call. */
@NullMarked
package dev.agenthub.server.connectors;

import org.jspecify.annotations.NullMarked;
