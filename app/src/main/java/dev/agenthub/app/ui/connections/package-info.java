/** The services that agents reach: their states, what they may do, and how they are connected. */
@NullMarked
package dev.agenthub.app.ui.connections;

import org.jspecify.annotations.NullMarked;
