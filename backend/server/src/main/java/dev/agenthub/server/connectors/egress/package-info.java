/** Which addresses the calls of a connector may go to, which of the network they may reach, and the sockets that reach no others. */
@NullMarked
package dev.agenthub.server.connectors.egress;

import org.jspecify.annotations.NullMarked;
