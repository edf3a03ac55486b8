/** The audit log: what is appended to it, and reading it. */
@NullMarked
package dev.agenthub.server.audit;

import org.jspecify.annotations.NullMarked;
