/** Compares the runs recorded in an export with the actions in a provider's own log. */
@NullMarked
package dev.agenthub.app.reconciliation;

import org.jspecify.annotations.NullMarked;
