/** The whole of {@code agenthub verify} against {@code sha256sum} over the same bytes. */
@NullMarked
package dev.agenthub.bench.verify;

import org.jspecify.annotations.NullMarked;
