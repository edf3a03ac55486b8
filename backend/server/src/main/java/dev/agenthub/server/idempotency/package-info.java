/** Idempotency keys and remembered answers, which make it safe to repeat a call. */
@NullMarked
package dev.agenthub.server.idempotency;

import org.jspecify.annotations.NullMarked;
