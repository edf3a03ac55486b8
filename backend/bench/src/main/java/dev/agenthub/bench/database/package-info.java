/**
 * What the database's promises cost: each row against the same work on plain tables of the
 * same server, without row-level security and links.
 */
@NullMarked
package dev.agenthub.bench.database;

import org.jspecify.annotations.NullMarked;
