/** Which addresses on the network calls may reach, and the sockets that reach no others. */
@NullMarked
package dev.agenthub.server.connectors.egress;

import org.jspecify.annotations.NullMarked;
