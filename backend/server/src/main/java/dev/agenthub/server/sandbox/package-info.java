/** The sample organization, and the service and authorization server that it practises with. */
@NullMarked
package dev.agenthub.server.sandbox;

import org.jspecify.annotations.NullMarked;
