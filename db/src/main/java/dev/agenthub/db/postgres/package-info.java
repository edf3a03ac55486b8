/** The embedded PostgreSQL server: its binaries, configuration, process and watchdog. */
@NullMarked
package dev.agenthub.db.postgres;

import org.jspecify.annotations.NullMarked;
