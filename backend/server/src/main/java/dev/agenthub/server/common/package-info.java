/** Used by every package of the backend: identifiers, rows, secrets, transactions and refusals with a stable code. */
@NullMarked
package dev.agenthub.server.common;

import org.jspecify.annotations.NullMarked;
