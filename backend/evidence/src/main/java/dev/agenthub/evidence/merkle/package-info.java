/** RFC 6962 trees: compact ranges, inclusion and consistency proofs. */
@NullMarked
package dev.agenthub.evidence.merkle;

import org.jspecify.annotations.NullMarked;
