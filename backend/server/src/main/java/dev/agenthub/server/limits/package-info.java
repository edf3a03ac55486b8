/** How often services may be called for a workspace, and how much may be spent there. */
@NullMarked
package dev.agenthub.server.limits;

import org.jspecify.annotations.NullMarked;
