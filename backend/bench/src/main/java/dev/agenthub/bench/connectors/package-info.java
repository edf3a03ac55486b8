/** What a call through a connector costs beside the same call without one. */
@NullMarked
package dev.agenthub.bench.connectors;

import org.jspecify.annotations.NullMarked;
