/** The screen that compares an export with a provider's own log, offline. */
@NullMarked
package dev.agenthub.app.ui.reconcile;

import org.jspecify.annotations.NullMarked;
