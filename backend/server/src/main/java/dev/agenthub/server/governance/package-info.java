/** Rules of an organization: changed at once, or proposed, approved and applied where its governance policy requires approval. */
@NullMarked
package dev.agenthub.server.governance;

import org.jspecify.annotations.NullMarked;
