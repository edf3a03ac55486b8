/** Benchmarks against baselines of the same machine, printed as one table. */
@NullMarked
package dev.agenthub.bench;

import org.jspecify.annotations.NullMarked;
