/** The kinds of changes of the rules: what each shows before, sets, and does when it is applied. */
@NullMarked
package dev.agenthub.server.governance.changes;

import org.jspecify.annotations.NullMarked;
