/** RFC 3161 timestamps over checkpoints: what to ask an authority, and whether its token holds. */
@NullMarked
package dev.agenthub.evidence.timestamp;

import org.jspecify.annotations.NullMarked;
