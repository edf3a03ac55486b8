/** Delegations: absent members let another member decide for them, for a limited time. */
@NullMarked
package dev.agenthub.server.delegations;

import org.jspecify.annotations.NullMarked;
