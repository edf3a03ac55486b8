/** Routes, errors and events of the HTTP API; turns wire into calls of capabilities and nothing more. */
@NullMarked
package dev.agenthub.server.http;

import org.jspecify.annotations.NullMarked;
