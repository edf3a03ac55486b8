/** Submits agents' actions, and edits or cancels requests. */
@NullMarked
package dev.agenthub.server.approvals.submit;

import org.jspecify.annotations.NullMarked;
