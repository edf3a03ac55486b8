/** Runs approved requests, each at most once, and records their outcomes. */
@NullMarked
package dev.agenthub.server.execution;

import org.jspecify.annotations.NullMarked;
