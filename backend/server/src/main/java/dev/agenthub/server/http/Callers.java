package dev.agenthub.server.http;

import dev.agenthub.server.idempotency.RememberedAnswers;
import dev.agenthub.server.identity.Authentication;

/** Tells who calls, and what they were answered before. */
public record Callers(Authentication authentication, RememberedAnswers remembered) {}
