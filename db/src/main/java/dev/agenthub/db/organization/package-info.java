/** Transactions that see one organization only, and the signed token with which each begins. */
@NullMarked
package dev.agenthub.db.organization;

import org.jspecify.annotations.NullMarked;
