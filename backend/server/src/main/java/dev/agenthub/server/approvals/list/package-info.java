/** Lists, counts and searches requests, and shows what an agent did before. */
@NullMarked
package dev.agenthub.server.approvals.list;

import org.jspecify.annotations.NullMarked;
