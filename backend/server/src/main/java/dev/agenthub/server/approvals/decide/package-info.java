/** Records the signed decisions of members, and counts who may decide and whose votes stand. */
@NullMarked
package dev.agenthub.server.approvals.decide;

import org.jspecify.annotations.NullMarked;
