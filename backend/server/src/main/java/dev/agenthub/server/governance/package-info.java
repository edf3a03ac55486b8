/** Changes of an organization's rules: made at once, or proposed, approved and applied where its governance policy requires approval. */
@NullMarked
package dev.agenthub.server.governance;

import org.jspecify.annotations.NullMarked;
