/** The screen of delegations: members who decide for others during an absence. */
@NullMarked
package dev.agenthub.app.ui.delegations;

import org.jspecify.annotations.NullMarked;
