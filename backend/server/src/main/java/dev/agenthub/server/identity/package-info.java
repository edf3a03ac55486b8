/** Authenticates callers, and manages members, their keys, sessions and invitations. */
@NullMarked
package dev.agenthub.server.identity;

import org.jspecify.annotations.NullMarked;
