/** The audit log: appends to it, signs checkpoints of it, exports it. */
@NullMarked
package dev.agenthub.server.audit;

import org.jspecify.annotations.NullMarked;
