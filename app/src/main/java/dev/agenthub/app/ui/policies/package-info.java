/** The policies screen: versions, a draft with its errors, its simulation, and its publication. */
@NullMarked
package dev.agenthub.app.ui.policies;

import org.jspecify.annotations.NullMarked;
