/** Several backends that work on one database: this instance among them, and the leases that decide which one does what. */
@NullMarked
package dev.agenthub.server.cluster;

import org.jspecify.annotations.NullMarked;
