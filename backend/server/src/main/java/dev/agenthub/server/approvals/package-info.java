/** Requests and proposals: the use cases of agents and members. The packages below submit, decide, list and run them. */
@NullMarked
package dev.agenthub.server.approvals;

import org.jspecify.annotations.NullMarked;
