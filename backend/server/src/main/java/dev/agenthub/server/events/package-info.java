/** The event stream: tells an organization's listeners what changed. */
@NullMarked
package dev.agenthub.server.events;

import org.jspecify.annotations.NullMarked;
