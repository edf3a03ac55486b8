/** The rows of requests, with their terms, payloads, attachments and events; used by every step of an approval. */
@NullMarked
package dev.agenthub.server.approvals.requests;

import org.jspecify.annotations.NullMarked;
