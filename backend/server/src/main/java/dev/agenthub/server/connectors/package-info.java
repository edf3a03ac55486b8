/** Services that agents reach through AgentHub: their sealed credentials, and the one guarded way out to them. */
@NullMarked
package dev.agenthub.server.connectors;

import org.jspecify.annotations.NullMarked;
