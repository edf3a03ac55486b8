/** Who of several backends does what, for how long: leases by the database's clock. */
@NullMarked
package dev.agenthub.server.leases;

import org.jspecify.annotations.NullMarked;
