/** SHA-256 values and the tagged hash of a payload. */
@NullMarked
package dev.agenthub.evidence.hash;

import org.jspecify.annotations.NullMarked;
