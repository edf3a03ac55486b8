/**
 * What callers of the HTTP API may take of the server: memory, connections, streams and
 * turns, so that none of them takes those of the others.
 */
@NullMarked
package dev.agenthub.server.http.limits;

import org.jspecify.annotations.NullMarked;
