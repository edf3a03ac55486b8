/** What members sign, the keys they sign with, and when enough of them have. */
@NullMarked
package dev.agenthub.evidence.statement;

import org.jspecify.annotations.NullMarked;
