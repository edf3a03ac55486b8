/** Audit events and the links that bind each to its place. */
@NullMarked
package dev.agenthub.evidence.chain;

import org.jspecify.annotations.NullMarked;
