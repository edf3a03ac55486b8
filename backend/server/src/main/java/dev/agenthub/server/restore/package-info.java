/**
 * Declares that a database was restored from a backup: continues the log as a new incarnation, and ends what the backup may have revived.
 */
@NullMarked
package dev.agenthub.server.restore;

import org.jspecify.annotations.NullMarked;
