/** Creates organizations with their default groups and policy. */
@NullMarked
package dev.agenthub.server.organizations;

import org.jspecify.annotations.NullMarked;
