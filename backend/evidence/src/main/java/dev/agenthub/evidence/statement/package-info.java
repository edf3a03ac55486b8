/** What members sign, and the keys they sign with. */
@NullMarked
package dev.agenthub.evidence.statement;

import org.jspecify.annotations.NullMarked;
