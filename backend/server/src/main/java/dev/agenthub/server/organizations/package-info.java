/** How an organization comes to be, and what stands in it before anybody has joined. */
@NullMarked
package dev.agenthub.server.organizations;

import org.jspecify.annotations.NullMarked;
