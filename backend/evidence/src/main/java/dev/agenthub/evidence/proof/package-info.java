/** The proof of a single entry, which verifies alone. */
@NullMarked
package dev.agenthub.evidence.proof;

import org.jspecify.annotations.NullMarked;
