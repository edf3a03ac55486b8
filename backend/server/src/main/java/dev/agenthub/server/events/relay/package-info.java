/** Tells this backend's listeners what other backends did. */
@NullMarked
package dev.agenthub.server.events.relay;

import org.jspecify.annotations.NullMarked;
