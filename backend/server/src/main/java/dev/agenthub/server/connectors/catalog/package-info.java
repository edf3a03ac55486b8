/** What is known of services before anybody connects to them: their addresses, scopes and tools, as data. */
@NullMarked
package dev.agenthub.server.connectors.catalog;

import org.jspecify.annotations.NullMarked;
