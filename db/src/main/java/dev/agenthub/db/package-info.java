/** Opens AgentHub's database: a PostgreSQL server that this process runs, or one that somebody else runs. */
@NullMarked
package dev.agenthub.db;

import org.jspecify.annotations.NullMarked;
