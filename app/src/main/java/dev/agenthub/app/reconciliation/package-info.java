/** Joins what an export says was done with what a provider's own log says was done. */
@NullMarked
package dev.agenthub.app.reconciliation;

import org.jspecify.annotations.NullMarked;
