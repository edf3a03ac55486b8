/** Changes of the rules themselves, which a governance policy lets happen only with approvals (SPEC.md §2). */
@NullMarked
package dev.agenthub.evidence.governance;

import org.jspecify.annotations.NullMarked;
