/** The language of policies: what a document says, and what it asks of an action. Pure: no database, no clock. */
@NullMarked
package dev.agenthub.evidence.policy;

import org.jspecify.annotations.NullMarked;
