/** Limits of what one caller may take of the HTTP server: memory, connections, streams, calls. */
@NullMarked
package dev.agenthub.server.http.limits;

import org.jspecify.annotations.NullMarked;
