/** Runs what was approved, once, and says what came of it. */
@NullMarked
package dev.agenthub.server.execution;

import org.jspecify.annotations.NullMarked;
