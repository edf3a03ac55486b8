/** Claims an approved request for its one run, after checking again everything that was approved. */
@NullMarked
package dev.agenthub.server.approvals.run;

import org.jspecify.annotations.NullMarked;
