/** The data folder of an installation, and the lock that keeps it for one process. */
@NullMarked
package dev.agenthub.server.folder;

import org.jspecify.annotations.NullMarked;
