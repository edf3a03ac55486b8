/** Records signed decisions of members; determines who may decide, and which votes count. */
@NullMarked
package dev.agenthub.server.approvals.decide;

import org.jspecify.annotations.NullMarked;
