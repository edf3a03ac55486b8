/** Submits what agents ask for, and edits or takes back what was submitted. */
@NullMarked
package dev.agenthub.server.approvals.submit;

import org.jspecify.annotations.NullMarked;
