/** Requests as they are stored, and what every step of an approval shares: their rows, terms, payloads, attachments and events. */
@NullMarked
package dev.agenthub.server.approvals.requests;

import org.jspecify.annotations.NullMarked;
