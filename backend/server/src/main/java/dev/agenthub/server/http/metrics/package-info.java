/** Metrics for Prometheus, and who may read them. */
@NullMarked
package dev.agenthub.server.http.metrics;

import org.jspecify.annotations.NullMarked;
