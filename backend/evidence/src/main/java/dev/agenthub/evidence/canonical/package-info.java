/** Strict JSON on bytes: RFC 8785 canonical form, and the lossless variant that everything hashed or signed uses. */
@NullMarked
package dev.agenthub.evidence.canonical;

import org.jspecify.annotations.NullMarked;
