/** Checkpoints of audit logs: when they are signed, from what, and why one is refused; and exports, each of which ends at one. */
@NullMarked
package dev.agenthub.server.audit.checkpoints;

import org.jspecify.annotations.NullMarked;
