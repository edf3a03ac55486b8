/** The server's TLS certificate and the host names that it covers. */
@NullMarked
package dev.agenthub.server.tls;

import org.jspecify.annotations.NullMarked;
