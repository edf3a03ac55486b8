/** Policies: what an action, or a change of rules, needs before it may run. */
@NullMarked
package dev.agenthub.server.policies;

import org.jspecify.annotations.NullMarked;
