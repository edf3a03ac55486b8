/** Timestamps of checkpoints by an authority (RFC 3161). */
@NullMarked
package dev.agenthub.server.audit.timestamps;

import org.jspecify.annotations.NullMarked;
