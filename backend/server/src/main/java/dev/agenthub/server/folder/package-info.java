/** The data folder of an installation, and its lock. */
@NullMarked
package dev.agenthub.server.folder;

import org.jspecify.annotations.NullMarked;
