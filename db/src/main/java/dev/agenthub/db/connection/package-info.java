/** The connection pool, its sessions and statements, messages between backends, and the watch over locks and reachability. */
@NullMarked
package dev.agenthub.db.connection;

import org.jspecify.annotations.NullMarked;
