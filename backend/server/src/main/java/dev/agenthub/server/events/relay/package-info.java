/** Relays events between the backends on one database. */
@NullMarked
package dev.agenthub.server.events.relay;

import org.jspecify.annotations.NullMarked;
