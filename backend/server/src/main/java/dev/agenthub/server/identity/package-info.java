/** Who calls: members, their keys and sessions, invitations, agent keys. */
@NullMarked
package dev.agenthub.server.identity;

import org.jspecify.annotations.NullMarked;
