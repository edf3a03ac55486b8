/** The HTTP server of the API: how operations are declared, who may call them, how bodies are read and failures answered. */
@NullMarked
package dev.agenthub.server.http;

import org.jspecify.annotations.NullMarked;
