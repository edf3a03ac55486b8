/** Rates and budgets: how often services may be called for a workspace or connector, and how much may be spent. */
@NullMarked
package dev.agenthub.server.limits;

import org.jspecify.annotations.NullMarked;
