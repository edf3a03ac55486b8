/** What an action needs before it may run. */
@NullMarked
package dev.agenthub.server.policies;

import org.jspecify.annotations.NullMarked;
