/** Requests from submission to claim: payloads frozen, decisions verified, quorum met, executed once. */
@NullMarked
package dev.agenthub.server.approvals;

import org.jspecify.annotations.NullMarked;
