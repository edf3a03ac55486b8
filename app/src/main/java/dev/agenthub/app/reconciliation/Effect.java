package dev.agenthub.app.reconciliation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a provider says was done there.
 *
 * @param id the provider's name for it
 * @param at when
 * @param what in the provider's word
 * @param request the idempotency key of the call that did it, which is the request's id
 *        where AgentHub made the call; null where the provider keeps none or another one
 * @param called whether a call did it; what a provider does by itself, such as a renewal that is due, is nobody's
 */
public record Effect(String id, Instant at, String what, @Nullable UUID request, boolean called) {}
