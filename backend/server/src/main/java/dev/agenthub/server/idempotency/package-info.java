/** What makes a repeated call do nothing twice: the caller's key for it, and what it was answered. */
@NullMarked
package dev.agenthub.server.idempotency;

import org.jspecify.annotations.NullMarked;
