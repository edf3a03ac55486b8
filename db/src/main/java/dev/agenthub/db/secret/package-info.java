/** Random secrets in a data folder, in files that only their owner can read. */
@NullMarked
package dev.agenthub.db.secret;

import org.jspecify.annotations.NullMarked;
