/** Applies the administrator's scripts and the migrations of the tables. */
@NullMarked
package dev.agenthub.db.migration;

import org.jspecify.annotations.NullMarked;
