/** Credentials at rest: their encryption, its keys and their replacement, and tokens that wait to be revoked. */
@NullMarked
package dev.agenthub.server.connectors.vault;

import org.jspecify.annotations.NullMarked;
