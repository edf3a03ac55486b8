/** The description of the API in OpenAPI 3.1, built from the routes themselves. */
@NullMarked
package dev.agenthub.server.http.openapi;

import org.jspecify.annotations.NullMarked;
