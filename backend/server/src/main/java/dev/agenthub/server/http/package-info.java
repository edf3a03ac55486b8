/** The HTTP server of the API: declares operations, authenticates callers, reads bodies, and answers failures. */
@NullMarked
package dev.agenthub.server.http;

import org.jspecify.annotations.NullMarked;
