package dev.agenthub.server.http;

import dev.agenthub.server.idempotency.RememberedAnswers;
import dev.agenthub.server.identity.Authentication;

/** What routes need to know and limit their callers: authentication, remembered answers, admission. */
public record Callers(Authentication authentication, RememberedAnswers remembered, Admission admission) {}
