package dev.agenthub.app.reconciliation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One action in a provider's own log.
 *
 * @param id the provider's id of the entry
 * @param at when it happened
 * @param what the provider's name of the action
 * @param request the idempotency key of the call, which is the request's id where AgentHub
 *        made the call; null where the provider records none, or the key is not AgentHub's
 * @param called whether a call caused it; false for actions of the provider itself, such as a renewal that is due
 */
public record Effect(String id, Instant at, String what, @Nullable UUID request, boolean called) {}
