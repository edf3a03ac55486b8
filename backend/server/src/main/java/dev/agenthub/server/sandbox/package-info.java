/** The sample organization and the service it practises on. */
@NullMarked
package dev.agenthub.server.sandbox;

import org.jspecify.annotations.NullMarked;
