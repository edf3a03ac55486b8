/**
 * What happens when the database was restored from a backup: the log goes on as a new
 * incarnation, and what a rollback could bring back to life is ended.
 */
@NullMarked
package dev.agenthub.server.restore;

import org.jspecify.annotations.NullMarked;
