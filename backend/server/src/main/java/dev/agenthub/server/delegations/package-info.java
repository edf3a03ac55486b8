/** Members who are away and let another decide for them, for a time. */
@NullMarked
package dev.agenthub.server.delegations;

import org.jspecify.annotations.NullMarked;
