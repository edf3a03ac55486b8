/** Failures of the database: what stops a start, and which failures a retry may cure. */
@NullMarked
package dev.agenthub.db.failure;

import org.jspecify.annotations.NullMarked;
