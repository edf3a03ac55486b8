/** What administrators are told until they acknowledge it. */
@NullMarked
package dev.agenthub.server.alerts;

import org.jspecify.annotations.NullMarked;
