/** Metrics for Prometheus, and access to them. */
@NullMarked
package dev.agenthub.server.http.metrics;

import org.jspecify.annotations.NullMarked;
