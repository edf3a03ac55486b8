/** The banner with alerts about overrides and spending caps, shown until acknowledged. */
@NullMarked
package dev.agenthub.app.ui.alerts;

import org.jspecify.annotations.NullMarked;
