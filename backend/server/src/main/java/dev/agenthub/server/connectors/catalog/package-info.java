/** Definitions of services, built in or provided by administrators: their addresses, scopes and tools. */
@NullMarked
package dev.agenthub.server.connectors.catalog;

import org.jspecify.annotations.NullMarked;
