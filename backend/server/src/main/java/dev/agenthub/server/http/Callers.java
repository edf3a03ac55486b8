package dev.agenthub.server.http;

import dev.agenthub.server.idempotency.RememberedAnswers;
import dev.agenthub.server.identity.Authentication;

/** Tells who calls, what they were answered before, and what they may take. */
public record Callers(Authentication authentication, RememberedAnswers remembered, Admission admission) {}
