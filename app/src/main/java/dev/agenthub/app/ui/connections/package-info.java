/** The screen of connections to services: states, scopes, limits and authorization. */
@NullMarked
package dev.agenthub.app.ui.connections;

import org.jspecify.annotations.NullMarked;
