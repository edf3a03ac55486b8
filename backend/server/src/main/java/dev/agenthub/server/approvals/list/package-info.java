/** Lists, counts and searches requests, and compares a request with its agent's earlier actions. */
@NullMarked
package dev.agenthub.server.approvals.list;

import org.jspecify.annotations.NullMarked;
