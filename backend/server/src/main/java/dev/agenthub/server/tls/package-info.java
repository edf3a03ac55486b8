/** The certificate with which the server proves who it is. */
@NullMarked
package dev.agenthub.server.tls;

import org.jspecify.annotations.NullMarked;
