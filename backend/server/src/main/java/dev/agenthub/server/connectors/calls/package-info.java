/** Calls to providers: what is sent with which credential, and what is kept of the answer. */
@NullMarked
package dev.agenthub.server.connectors.calls;

import org.jspecify.annotations.NullMarked;
