/** What every part of the backend uses: identifiers, rows, secrets, and refusals with a stable code. */
@NullMarked
package dev.agenthub.server.common;

import org.jspecify.annotations.NullMarked;
