/** Scopes and authorization details of connections: requested, granted and usable. */
@NullMarked
package dev.agenthub.server.connectors.permissions;

import org.jspecify.annotations.NullMarked;
