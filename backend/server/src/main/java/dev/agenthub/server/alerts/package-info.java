/** Alerts for owners and administrators. */
@NullMarked
package dev.agenthub.server.alerts;

import org.jspecify.annotations.NullMarked;
