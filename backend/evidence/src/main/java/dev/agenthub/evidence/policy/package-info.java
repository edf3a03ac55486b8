/**
 * The language of policies: what a document says, what it asks of an action, and when enough members approved. Pure: no database, no
 * clock.
 */
@NullMarked
package dev.agenthub.evidence.policy;

import org.jspecify.annotations.NullMarked;
