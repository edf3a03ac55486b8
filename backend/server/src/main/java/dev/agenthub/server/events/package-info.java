/** What changed, told to whoever listens in the organization. */
@NullMarked
package dev.agenthub.server.events;

import org.jspecify.annotations.NullMarked;
