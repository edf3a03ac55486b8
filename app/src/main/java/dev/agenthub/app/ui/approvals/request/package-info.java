/**
 * A request as this machine fetched and checked it: its exact payload, its files and votes, the
 * decisions that are signed about it, and the sentences that tell of it.
 */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.request;
