/** Alerts of overrides and of spending caps, which stay on every screen until they are acknowledged. */
@NullMarked
package dev.agenthub.app.ui.alerts;

import org.jspecify.annotations.NullMarked;
