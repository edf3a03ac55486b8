/** Builds and serves the OpenAPI 3.1 description of the API from its routes. */
@NullMarked
package dev.agenthub.server.http.openapi;

import org.jspecify.annotations.NullMarked;
