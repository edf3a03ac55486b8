/** The policies of an organization: their versions, a draft with its faults, what it would have decided, and its publication. */
@NullMarked
package dev.agenthub.app.ui.policies;

import org.jspecify.annotations.NullMarked;
