/** The routes of the HTTP API: each turns a request into one call of a capability, and its result into an answer. */
@NullMarked
package dev.agenthub.server.http.routes;

import org.jspecify.annotations.NullMarked;
