/** The backend: starts and stops the capabilities, each of which has a package of its own. */
@NullMarked
package dev.agenthub.server;

import org.jspecify.annotations.NullMarked;
