/** An agent's history beside a request: findings, charts of amounts and of requests per day, and the request's timeline. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.history;
