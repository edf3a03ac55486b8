/** Who decides for whom while they are away. */
@NullMarked
package dev.agenthub.app.ui.delegations;

import org.jspecify.annotations.NullMarked;
