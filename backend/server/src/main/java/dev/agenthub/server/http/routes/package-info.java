/** The routes of the HTTP API; each translates a request to one call of a use case, and its result to an answer. */
@NullMarked
package dev.agenthub.server.http.routes;

import org.jspecify.annotations.NullMarked;
