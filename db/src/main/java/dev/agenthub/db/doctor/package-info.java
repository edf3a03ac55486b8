/** Examines a server and its database, and reports what is unfit. */
@NullMarked
package dev.agenthub.db.doctor;

import org.jspecify.annotations.NullMarked;
