/** Coordinates several backends on one database: the identity of this process, and leases on periodic work. */
@NullMarked
package dev.agenthub.server.cluster;

import org.jspecify.annotations.NullMarked;
